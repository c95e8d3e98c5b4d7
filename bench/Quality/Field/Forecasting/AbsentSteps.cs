using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>Daily values of weekdays and weekends with three days missing, and rows that go on after a pause.</summary>
internal sealed class AbsentSteps : IFieldCheck
{
    private static readonly DateTime Monday = new(2024, 1, 1);

    public int Number => 3;

    public string Fault => "days without a row shift forecasts";

    public bool Holds()
    {
        var ml = new MLContext(seed: 1);
        var rows = Enumerable.Range(0, 210).Where(t => t is not (150 or 171 or 197)).Select(Of).ToArray();
        using var model = ml.Forecasting.ForecastByRecurrentNetwork("Ahead", "Value", new RecurrentForecastOptions
        {
            WindowSize = 14,
            Horizon = 7,
            TimeColumnName = "Time",
            Calendar = CalendarFeatures.DayOfWeek,
        }).Fit(ml.Data.LoadFromEnumerable(rows));
        // Thursday, after three days without rows
        var later = model.Transform(ml.Data.LoadFromEnumerable([Of(213)])).GetColumn<float[]>("Ahead").Single();
        return IsAWeekFrom(0, model.CreateForecastEngine<Day, Week>(ml).Predict().Ahead) && IsAWeekFrom(4, later);
    }

    private static Day Of(int day) => new() { Time = Monday.AddDays(day), Value = day % 7 >= 5 ? 20 : 10 };

    private static bool IsAWeekFrom(int day, float[] ahead) =>
        ahead.Select((value, step) => Math.Abs(value - ((day + step) % 7 >= 5 ? 20 : 10))).All(error => error < 1);

    private sealed class Day
    {
        public DateTime Time { get; set; }

        public float Value { get; set; }
    }

    private sealed class Week
    {
        public float[] Ahead { get; set; } = [];
    }
}
