"""Unit and currency names as newsrooms write them, and the name that the record has."""

import pytest

from streams.enrich.figures import extract_figures

UNITS = {
    "km": "km kms kilometre kilometres kilometer kilometers",
    "m": "m metre metres meter meters",
    "mile": "mile miles",
    "ft": "ft foot feet",
    "kg": "kg kilo kilos kilogram kilograms",
    "t": "tonne tonnes metric_tons",
    "oz": "oz ounce ounces",
    "L": "litre litres liter liters",
    "mL": "ml mL millilitres milliliters cc",
    "hectare": "ha hectare hectares",
    "km2": "km² km2 sq_km square_kilometres square_kilometers",
    "m2": "m² m2 sq_m square_metres square_meters",
    "m3": "m³ m3 cubic_metres cubic_meters",
    "km/h": "km/h kph kilometres_per_hour kilometers_an_hour",
    "mph": "mph miles_per_hour miles_an_hour",
    "m/s": "m/s metres_per_second",
    "degC": "°C degrees_Celsius degrees_C",
    "degF": "°F degrees_Fahrenheit",
    "megawatt": "MW megawatts megawatt",
    "gigawatt hour": "GWh gigawatt-hours",
    "kilowatt hour": "kWh kilowatt_hours",
    "gigabyte": "GB gigabytes",
    "megabit per second": "Mbps Mbit/s megabits_per_second",
    "barrel": "barrels bbl",
    "nautical mile": "nautical_miles",
    "megahertz": "MHz megahertz",
    "day": "day days working_days",
    "hour": "hours hrs hr",
    "percentage point": "percentage_points",
    "%": "% percent per_cent pct",
}


@pytest.mark.parametrize(
    ("written", "unit"), [(word.replace("_", " "), unit) for unit, words in UNITS.items() for word in words.split()]
)
def test_unit(written: str, unit: str) -> None:
    figures = extract_figures(f"It was 3.5 {written}.")
    assert [(figure.value, figure.unit) for figure in figures] == [(3.5, unit)]


CURRENCIES = {
    "USD": "$5 US$5 $5m USD_5 5_dollars 5_US_dollars 5_U.S._dollars",
    "GBP": "£5 5_pounds_sterling GBP5 5_British_pounds",
    "EUR": "€5 5€ 5_euros EUR_5",
    "AUD": "A$5 AU$5 5_Australian_dollars",
    "CAD": "C$5 5_Canadian_dollars",
    "HKD": "HK$5 5_Hong_Kong_dollars",
    "NZD": "NZ$5 5_New_Zealand_dollars",
    "INR": "Rs5 Rs_5 Rs._5 ₹5 5_rupees",
    "PKR": "5_Pakistani_rupees PKR_5",
    "JPY": "¥5 5_yen",
    "CNY": "5_yuan 5_renminbi RMB_5",
    "NGN": "₦5 5_naira N5bn",
    "KES": "KSh5 Sh5 5_Kenyan_shillings",
    "UGX": "5_Ugandan_shillings",
    "ZAR": "R5bn 5_South_African_rand",
    "CHF": "5_Swiss_francs CHF5",
    "TRY": "5_Turkish_lira ₺5",
    "RUB": "5_rubles 5_roubles ₽5",
    "SAR": "5_Saudi_riyals",
    "EGP": "5_Egyptian_pounds",
    "KRW": "₩5 500_won",
    "PHP": "₱5 5_Philippine_pesos",
    "SEK": "5_Swedish_kronor",
    "BRL": "R$5 5_reais",
}


@pytest.mark.parametrize(
    ("written", "code"),
    [(word.replace("_", " "), code) for code, words in CURRENCIES.items() for word in words.split()],
)
def test_currency(written: str, code: str) -> None:
    figures = extract_figures(f"It cost {written} then.")
    assert [(figure.kind, figure.unit) for figure in figures] == [("money", code)]
