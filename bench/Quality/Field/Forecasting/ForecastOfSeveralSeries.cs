using Microsoft.ML;

namespace DeepML.Bench;

/// <summary>A forecast without a name, of a model that knows two series.</summary>
internal sealed class ForecastOfSeveralSeries : IFieldCheck
{
    public int Number => 12;

    public string Fault => "Predict() with several series answers for the last one";

    public bool Holds()
    {
        var ml = new MLContext(seed: 1);
        var rows = Enumerable.Range(0, 40)
            .SelectMany(t => new[] { "Oslo", "Bergen" }.Select(name => new Shop { Name = name, Value = t })).ToArray();
        using var model = ml.Forecasting.ForecastByRecurrentNetwork("Ahead", "Value", new RecurrentForecastOptions
        {
            WindowSize = 6,
            Horizon = 3,
            SeriesColumnName = "Name",
            Training = new TrainingOptions { Epochs = 1 },
        }).Fit(ml.Data.LoadFromEnumerable(rows));
        var engine = model.CreateForecastEngine<Shop, Next>(ml);
        try
        {
            engine.Predict();
            return false;
        }
        catch (InvalidOperationException refused)
        {
            return refused.Message.Contains("Bergen")
                && refused.Message.Contains("Oslo") && engine.Predict(series: "Oslo").Ahead.Length == 3;
        }
    }

    private sealed class Shop
    {
        public string Name { get; set; } = "";

        public float Value { get; set; }
    }

    private sealed class Next
    {
        public float[] Ahead { get; set; } = [];
    }
}
