using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>
/// Failures of simulated pumps foretold 24 rows ahead: a recurrent network over the last 24 rows, beside logistic regression on the last
/// one; by events on pumps that neither has seen. The number of warnings in a row that make an alarm is chosen for each on pumps of their
/// own. Means of three seeds.
/// </summary>
internal sealed class FaultsAhead : IQualityTask
{
    private const int Horizon = 24;
    private const int Window = 24;
    private static readonly int[] Runs = [1, 2, 3, 4, 5];

    public string Name => "watch.faults";

    public IEnumerable<(string Name, double Value)> Run()
    {
        var measured = Seeds.All.Select(Measure).ToArray();
        foreach (var (name, of) in new (string, Func<(LeadTimeReport Network, LeadTimeReport Linear), LeadTimeReport>)[]
        {
            ("", m => m.Network), (" (logistic regression on the last row)", m => m.Linear),
        })
        {
            yield return ($"faults.ahead.recall{name}", measured.Average(m => of(m).Recall));
            yield return ($"faults.ahead.precision{name}", measured.Average(m => of(m).Precision));
            yield return ($"faults.ahead.lead{name}", measured.Average(m => of(m).MeanLead));
        }
    }

    private static (LeadTimeReport Network, LeadTimeReport Linear) Measure(int seed)
    {
        var ml = new MLContext(seed);
        var (train, choose, test) = (Rows(ml, seed, 0, 40), Rows(ml, seed, 40, 20), Rows(ml, seed, 60, 40));
        using var network = ml.BinaryClassification.Trainers.RecurrentNetwork(new RecurrentNetworkOptions
        {
            LabelColumnName = nameof(Row.Ahead),
            FeatureColumnName = nameof(Row.Before),
            StepSize = PumpLife.Sensors,
            Encoder = new GruEncoder { HiddenSize = 24 },
            Training = new TrainingOptions { Epochs = 8, BatchSize = 64, LearningRate = 5e-3, GradientClipNorm = 1 },
        }).Fit(train);
        var linear = ml.Transforms.NormalizeMeanVariance(nameof(Row.Last))
            .Append(ml.BinaryClassification.Trainers.LbfgsLogisticRegression(nameof(Row.Ahead), nameof(Row.Last))).Fit(train);
        return (Judge(network), Judge(linear));

        LeadTimeReport Judge(ITransformer model)
        {
            var rows = model.Transform(choose);
            var run = Runs.MaxBy(run => LeadTimeReport.Of(rows, Options(run)) is var r ? Share(r.Recall) + Share(r.Precision) : 0);
            return LeadTimeReport.Of(model.Transform(test), Options(run));
        }
    }

    private static double Share(double share) => double.IsNaN(share) ? 0 : share;

    private static LeadTimeOptions Options(int run) =>
        new() { FaultColumnName = nameof(Row.Fault), SeriesColumnName = nameof(Row.Pump), Horizon = Horizon, MinimumRun = run };

    private static IDataView Rows(MLContext ml, int seed, int first, int count) => ml.Data.LoadFromEnumerable(
        Enumerable.Range(first, count).SelectMany(pump =>
        {
            var life = PumpLife.Create((1000 * seed) + pump);
            return Enumerable.Range(Window - 1, life.Length - Window + 1).Select(t => new Row
            {
                Pump = $"{pump}",
                Before = [.. life[(t - Window + 1)..(t + 1)].SelectMany(row => row)],
                Last = life[t],
                Ahead = t < life.Length - 1 && life.Length - 1 - t <= Horizon,
                Fault = t == life.Length - 1,
            });
        }).ToArray());

    private sealed class Row
    {
        public string Pump { get; set; } = "";

        [VectorType(Window * PumpLife.Sensors)]
        public float[] Before { get; set; } = [];

        [VectorType(PumpLife.Sensors)]
        public float[] Last { get; set; } = [];

        public bool Ahead { get; set; }

        public bool Fault { get; set; }
    }
}
