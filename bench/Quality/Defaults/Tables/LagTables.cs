using System.Globalization;

namespace DeepML.Bench;

/// <summary>Series as tables: a row holds what was, the label is what comes next.</summary>
internal static class LagTables
{
    private const int Months = 3;
    private const int Days = 2;

    /// <summary>Tomorrow's highest temperature, next month's unemployed of an industry, next month's employees.</summary>
    public static IReadOnlyList<TableSource> All { get; } =
    [
        new("weather-tomorrow", WeatherTomorrow),
        new("unemployment", Unemployment),
        new("us-employment", UsEmployment),
    ];

    private static Table WeatherTomorrow()
    {
        var file = new CsvColumns("seattle-weather.csv");
        var days = file.Rows("precipitation", "temp_max", "temp_min", "wind");
        var yearDays = file.Text("date").Select(date => (float)DateTime.Parse(date, CultureInfo.InvariantCulture).DayOfYear).ToArray();
        var rows = Enumerable.Range(Days, days.Length - Days).ToArray();
        return new Table
        {
            Numbers = [.. rows.Select(row => days[(row - Days)..row].SelectMany(day => day).Append(yearDays[row]).ToArray())],
            Labels = [.. rows.Select(row => days[row][1])],
            Task = TableTask.Number,
        };
    }

    private static Table Unemployment()
    {
        var file = new CsvColumns("unemployment.csv");
        var (series, count, month) = (file.Text("series"), file.Numbers("count"), file.Numbers("month"));
        // months of a series follow each other; no row reaches into the series before its own
        var rows = Enumerable.Range(Months, count.Length - Months).Where(row => series[row - Months] == series[row]).ToArray();
        return new Table
        {
            Numbers = [.. rows.Select(row => count[(row - Months)..row].Append(month[row]).ToArray())],
            Categories = [.. rows.Select(row => new[] { series[row] })],
            Labels = [.. rows.Select(row => count[row])],
            Task = TableTask.Number,
        };
    }

    private static Table UsEmployment()
    {
        var file = new CsvColumns("us-employment.csv");
        var sectors = file.Rows([.. file.Names.Skip(1)]);
        return new Table
        {
            Numbers = sectors[..^1],
            Labels = [.. sectors.Skip(1).Select(month => month[0])],
            Task = TableTask.Number,
        };
    }
}
