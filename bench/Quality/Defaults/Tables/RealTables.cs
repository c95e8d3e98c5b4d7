using System.Globalization;

namespace DeepML.Bench;

/// <summary>Tables that somebody measured.</summary>
internal static class RealTables
{
    private static readonly string[] BirdCategories = ["Phase of flight", "Wildlife Size", "Wildlife Species", "Time of day"];

    /// <summary>Penguins, cars, birds that met aircraft, digits, weather.</summary>
    public static IReadOnlyList<TableSource> All { get; } =
    [
        new("penguins", Penguins),
        new("cars", Cars),
        new("birdstrikes-damage", BirdDamage),
        new("birdstrikes-cost", BirdCost),
        new("digits", Digits),
        new("weather-kind", WeatherKind),
    ];

    private static Table Penguins()
    {
        var file = new CsvColumns("penguins.csv");
        return new Table
        {
            Numbers = file.Rows("BeakLength", "BeakDepth", "FlipperLength", "BodyMass"),
            Categories = file.Categories("Island", "Sex"),
            Labels = file.Classes("Species"),
            Task = TableTask.Class,
        };
    }

    private static Table Cars()
    {
        var file = new CsvColumns("cars.csv").Having("Miles_per_Gallon");
        return new Table
        {
            Numbers = file.Rows("Cylinders", "Displacement", "Horsepower", "Weight_in_lbs", "Acceleration", "Year"),
            Categories = file.Categories("Origin"),
            Labels = file.Numbers("Miles_per_Gallon"),
            Task = TableTask.Number,
        };
    }

    private static Table BirdDamage()
    {
        var file = new CsvColumns("birdstrikes.csv");
        return Birds(file, [.. file.Text("Effect Amount of damage").Select(damage => damage == "None" ? 0f : 1)], TableTask.YesNo);
    }

    private static Table BirdCost()
    {
        var file = new CsvColumns("birdstrikes.csv");
        return Birds(file, file.Numbers("Cost Total $"), TableTask.Number);
    }

    private static Table Birds(CsvColumns file, float[] labels, TableTask task) => new()
    {
        Numbers = file.Rows("Speed IAS in knots"),
        Categories = file.Categories(BirdCategories),
        Labels = labels,
        Task = task,
        IsSkewed = task == TableTask.YesNo,
    };

    private static Table Digits()
    {
        var file = new CsvColumns("digits.csv");
        return new Table { Numbers = file.Rows([.. file.Names.Take(64)]), Labels = file.Classes("digit"), Task = TableTask.Class };
    }

    private static Table WeatherKind()
    {
        var file = new CsvColumns("seattle-weather.csv");
        var months = file.Text("date").Select(date => (float)DateTime.Parse(date, CultureInfo.InvariantCulture).Month);
        var days = file.Rows("precipitation", "temp_max", "temp_min", "wind");
        return new Table
        {
            Numbers = [.. days.Zip(months, (row, month) => row.Append(month).ToArray())],
            Labels = file.Classes("weather"),
            Task = TableTask.Class,
        };
    }
}
