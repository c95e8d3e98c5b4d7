using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>
/// A table with a rare class: with an augmenter that is told nothing of the method a classifier does no worse than without, the ways are
/// compared and told, and one that is asked for by hand is used.
/// </summary>
internal sealed class AugmentationThatHelps : IFieldCheck
{
    private const int Tables = 3;

    public int Number => 23;

    public string Fault => "the augmenter lowers the F1 score of imbalanced tables below doing nothing";

    public bool Holds()
    {
        var gains = Enumerable.Range(1, Tables).Select(Gain).ToArray();
        Console.Error.WriteLine(FormattableString.Invariant($"(field.23: macro F1 changes by {gains.Average():+0.000;-0.000})"));
        return gains.All(gain => gain is not null) && gains.Average() >= -0.01;
    }

    // Null if something is not told, or not done.
    private static double? Gain(int draw)
    {
        var ml = new MLContext(draw);
        var random = new Random(draw);
        var (train, test) = (Rows(random, 600), Rows(random, 2000));
        var data = ml.Data.LoadFromEnumerable(train);
        var options = new GanAugmenterOptions { Training = new GanAugmenterOptions().Training with { Epochs = 60 } };
        using var measured = Augmenter(ml, options, data);
        using var byHand = Augmenter(
            ml, options with { Method = AugmentationMethod.Gan, Training = options.Training with { Epochs = 2 } }, data);
        var isTold = measured.Comparison is { Scores.Count: 4 } && measured.TrainingHistory.Chosen.Any(choice => choice.Option == "Method");
        var isDone = byHand.Method == AugmentationMethod.Gan && byHand.Transform(data).GetColumn<bool>("IsRare").Count() > train.Length;
        Console.Error.WriteLine($"(field.23: {measured.Method}: {measured.Comparison})");
        var testRows = ml.Data.LoadFromEnumerable(test);
        return isTold && isDone ? MacroF1(ml, measured.Transform(data), testRows) - MacroF1(ml, data, testRows) : null;
    }

    private static GanAugmenterTransformer Augmenter(MLContext ml, GanAugmenterOptions options, IDataView data) =>
        ml.Transforms.AugmentTableWithGan(["Amount", "Age", "Visits", "Region"], "IsRare", options).Fit(data);

    private static double MacroF1(MLContext ml, IDataView train, IDataView test)
    {
        var scored = ml.Transforms.Categorical.OneHotEncoding("Region")
            .Append(ml.Transforms.Concatenate("Features", "Amount", "Age", "Visits", "Region"))
            .Append(ml.BinaryClassification.Trainers.LightGbm(
                "IsRare", numberOfLeaves: 8, minimumExampleCountPerLeaf: 5, numberOfIterations: 60)).Fit(train).Transform(test);
        var metrics = ml.BinaryClassification.Evaluate(scored, "IsRare");
        var negative = 2 * metrics.NegativePrecision * metrics.NegativeRecall / (metrics.NegativePrecision + metrics.NegativeRecall);
        return ((double.IsNaN(metrics.F1Score) ? 0 : metrics.F1Score) + negative) / 2;
    }

    private static Row[] Rows(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ =>
    {
        var isRare = random.NextDouble() < 0.08;
        return new Row
        {
            Amount = (float)Math.Exp(3 + (isRare ? 0.9 : 0) + Draws.Normal(random)),
            Age = (float)(45 + (isRare ? -9 : 0) + (12 * Draws.Normal(random))),
            Visits = random.Next(1, isRare ? 12 : 8),
            Region = isRare && random.Next(2) == 0 ? "south" : "NESW"[random.Next(4)].ToString(),
            IsRare = isRare,
        };
    })];

    private sealed class Row
    {
        public float Amount { get; set; }

        public float Age { get; set; }

        public float Visits { get; set; }

        public string Region { get; set; } = "";

        public bool IsRare { get; set; }
    }
}
