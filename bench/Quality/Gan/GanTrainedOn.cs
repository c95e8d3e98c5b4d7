using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>
/// Trees that have seen nothing but synthetic rows are tested on real ones, beside trees that have seen the real rows: damage in reports of
/// birds that met aircraft, and customers who left.
/// </summary>
internal sealed class GanTrainedOn : IQualityTask
{
    private const int Rows = 5000;
    private const int Seeds = 2;

    public string Name => "tstr";

    public IEnumerable<(string Name, double Value)> Run() => Run([]);

    public IEnumerable<(string Name, double Value)> Run(string[] asked) =>
        new (string Name, Func<int, (IDataView Train, IDataView Test, string[] Columns)> Rows)[] { ("birdstrikes", Birds),
            ("churn", Churn) }
            .Where(table => asked.Length == 0
                || asked.Any(name => $"{Name}.{table.Name}".StartsWith(name, StringComparison.Ordinal)
                    || name.StartsWith($"{Name}.{table.Name}", StringComparison.Ordinal)))
            .SelectMany(table => Measure($"{Name}.{table.Name}", table.Rows));

    private static IEnumerable<(string Name, double Value)> Measure(
        string name, Func<int, (IDataView Train, IDataView Test, string[] Columns)> rows)
    {
        var found = new List<(Judged Synthetic, Judged Real)>();
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var ml = new MLContext(seed);
            var (train, test, columns) = rows(seed);
            using var model =
                ml.Transforms.AugmentTableWithGan(columns, "Label", new GanAugmenterOptions { Method = AugmentationMethod.Gan }).Fit(train);
            found.Add((Judge(ml, model.GenerateRows(Rows, seed: seed), test, columns), Judge(ml, train, test, columns)));
        }
        yield return ($"{name}.auc_over_real", found.Average(f => f.Synthetic.Auc / f.Real.Auc));
        yield return ($"{name}.f1_over_real", found.Average(f => f.Synthetic.MacroF1 / f.Real.MacroF1));
        yield return ($"{name}.auc (trained on synthetic rows)", found.Average(f => f.Synthetic.Auc));
        yield return ($"{name}.auc (trained on real rows)", found.Average(f => f.Real.Auc));
        yield return ($"{name}.f1 (trained on synthetic rows)", found.Average(f => f.Synthetic.MacroF1));
        yield return ($"{name}.f1 (trained on real rows)", found.Average(f => f.Real.MacroF1));
    }

    private static Judged Judge(MLContext ml, IDataView train, IDataView test, string[] columns)
    {
        string[] Of(Func<DataViewType, bool> type) => [.. columns.Where(column => type(train.Schema[column].Type))];
        var (texts, numbers, flags) =
            (Of(type => type is TextDataViewType), Of(type => type is NumberDataViewType), Of(type => type is BooleanDataViewType));
        IEstimator<ITransformer> pipeline = ml.Transforms.Categorical.OneHotEncoding(
            [.. texts.Select(text => new InputOutputColumnPair(text))]);
        if (flags.Length > 0)
            pipeline = pipeline.Append(
                ml.Transforms.Conversion.ConvertType([.. flags.Select(flag => new InputOutputColumnPair(flag))], DataKind.Single));
        var scored = pipeline.Append(ml.Transforms.Concatenate("Features", [.. texts, .. flags, .. numbers]))
            .Append(ml.BinaryClassification.Trainers.LightGbm(numberOfLeaves: 15, numberOfIterations: 100, learningRate: 0.05))
            .Fit(train).Transform(test);
        var metrics = ml.BinaryClassification.Evaluate(scored);
        var negative = 2 * metrics.NegativePrecision * metrics.NegativeRecall / Math.Max(
            1e-9, metrics.NegativePrecision + metrics.NegativeRecall);
        return new Judged(metrics.AreaUnderRocCurve, ((double.IsNaN(metrics.F1Score) ? 0 : metrics.F1Score) + negative) / 2);
    }

    private static (IDataView Train, IDataView Test, string[] Columns) Birds(int seed)
    {
        var file = new CsvColumns("birdstrikes.csv");
        string[] texts = ["Aircraft Make Model", "Aircraft Airline Operator", "Origin State", "Phase of flight", "Wildlife Size",
            "Wildlife Species", "Time of day"];
        var cells = texts.Select(file.Text).ToArray();
        var (speed, damage) = (file.Numbers("Speed IAS in knots"), file.Text("Effect Amount of damage"));
        var rows = Enumerable.Range(0, speed.Length).Select(i => new Bird
        {
            Model = cells[0][i],
            Airline = cells[1][i],
            State = cells[2][i],
            Phase = cells[3][i],
            Size = cells[4][i],
            Species = cells[5][i],
            Time = cells[6][i],
            Speed = speed[i],
            Label = damage[i] != "None",
        }).ToArray();
        new Random(seed).Shuffle(rows);
        var ml = new MLContext(seed);
        return (ml.Data.LoadFromEnumerable(rows[..Rows]), ml.Data.LoadFromEnumerable(rows[Rows..]),
            [nameof(Bird.Model), nameof(Bird.Airline), nameof(Bird.State), nameof(Bird.Phase), nameof(Bird.Size), nameof(Bird.Species),
                nameof(Bird.Time), nameof(Bird.Speed)]);
    }

    private static (IDataView Train, IDataView Test, string[] Columns) Churn(int seed)
    {
        var ml = new MLContext(seed);
        return (ml.Data.LoadFromEnumerable(Customer.Create(Rows, seed)), ml.Data.LoadFromEnumerable(Customer.Create(Rows, 100 + seed)),
            Customer.Columns);
    }

    private sealed record Judged(double Auc, double MacroF1);

    private sealed class Bird
    {
        public string Model { get; set; } = "";

        public string Airline { get; set; } = "";

        public string State { get; set; } = "";

        public string Phase { get; set; } = "";

        public string Size { get; set; } = "";

        public string Species { get; set; } = "";

        public string Time { get; set; } = "";

        public float Speed { get; set; }

        public bool Label { get; set; }
    }
}
