using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>Three yes or no about each digit (has a hole, has a straight line, is above 4), by one network and by one for each.</summary>
internal static class DigitMarks
{
    private const int Learned = 600;

    private static readonly (string Name, string Digits)[] Marks = [("hole", "0689"), ("line", "147"), ("above 4", "56789")];

    /// <summary>Micro and macro F1 on the other digits, mean of the seeds.</summary>
    public static IEnumerable<(string Name, double Value)> Run()
    {
        var found = Seeds.All.Select(Measure).ToArray();
        yield return ("multilabel.microf1", found.Average(f => f.Together.MicroF1));
        yield return ("multilabel.microf1 (a network each)", found.Average(f => f.Apart.MicroF1));
        yield return ("multilabel.microf1 (most frequent)", found.Average(f => f.Frequent));
        yield return ("multilabel.macrof1", found.Average(f => f.Together.MacroF1));
        yield return ("multilabel.hamming", found.Average(f => f.Together.HammingLoss));
    }

    private static (MultilabelMetrics Together, MultilabelMetrics Apart, double Frequent) Measure(int seed)
    {
        var ml = new MLContext(seed);
        var rows = GanRows.Digits().Select(Row.Of).ToArray();
        new Random(seed).Shuffle(rows);
        var (train, test) = (ml.Data.LoadFromEnumerable(rows[..Learned]), rows[Learned..]);
        var options = new MultilayerPerceptronOptions
        {
            LabelColumnName = "Marks",
            HiddenSizes = [100],
            Training = new TrainingOptions { Epochs = 40, BatchSize = 32, LearningRate = 2e-3, ValidationFraction = 0.15 },
        };
        using var together = ml.MultilabelClassification().Trainers.MultilayerPerceptron(options).Fit(train);
        var apart = test.Select(_ => new bool[Marks.Length]).ToArray();
        for (var i = 0; i < Marks.Length; i++)
        {
            using var one = ml.BinaryClassification.Trainers.MultilayerPerceptron(options with { LabelColumnName = $"Mark{i}" }).Fit(train);
            var told = one.Transform(ml.Data.LoadFromEnumerable(test)).GetColumn<bool>("PredictedLabel").ToArray();
            for (var row = 0; row < told.Length; row++)
                apart[row][i] = told[row];
        }
        var frequent = Enumerable.Range(0, Marks.Length).Select(i => rows[..Learned].Count(row => row.Marks[i]) * 2 > Learned).ToArray();
        return (
            ml.MultilabelClassification().Evaluate(together.Transform(ml.Data.LoadFromEnumerable(test)), "Marks"), Of(ml, test, apart),
            Of(ml, test, [.. test.Select(_ => frequent)]).MicroF1);
    }

    private static MultilabelMetrics Of(MLContext ml, Row[] rows, bool[][] told) => ml.MultilabelClassification().Evaluate(
        ml.Data.LoadFromEnumerable(rows.Zip(told, (row, answers) => new Told { Marks = row.Marks, PredictedLabel = answers }).ToArray()),
        "Marks");

    private sealed class Row
    {
        [VectorType(GanRows.DigitSize)]
        public float[] Features { get; set; } = [];

        [VectorType(3)]
        public bool[] Marks { get; set; } = [];

        public bool Mark0 => Marks[0];

        public bool Mark1 => Marks[1];

        public bool Mark2 => Marks[2];

        public static Row Of(GanRows.Row digit) => new()
        {
            Features = digit.Features,
            Marks = [.. DigitMarks.Marks.Select(mark => mark.Digits.Contains(digit.Name, StringComparison.Ordinal))],
        };
    }

    private sealed class Told
    {
        [VectorType(3)]
        public bool[] Marks { get; set; } = [];

        [VectorType(3)]
        public bool[] PredictedLabel { get; set; } = [];
    }
}
