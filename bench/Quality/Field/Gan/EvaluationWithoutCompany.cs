using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>An augmenter without a scope, in a chain and in a cross-validation: evaluations see the real rows only.</summary>
internal sealed class EvaluationWithoutCompany : IFieldCheck
{
    private const int Rows = 90;

    public int Number => 9;

    public string Fault => "an augmenter outside TransformerScope.Training adds synthetic rows to evaluations";

    public bool Holds()
    {
        var ml = new MLContext(seed: 1);
        var random = new Random(1);
        var data = ml.Data.LoadFromEnumerable(Enumerable.Range(0, Rows).Select(i => new Row
        {
            Features = [random.NextSingle() + (i % 3), random.NextSingle()],
            Name = $"class {i % 3}",
        }).ToArray());
        var options = new GanAugmenterOptions { Amount = GanAmount.PerClass(100), MarkerColumnName = "Made" };
        var pipeline = ml.Transforms.Conversion.MapValueToKey("Label", "Name")
            .Append(ml.Transforms.AugmentWithGan("Features", "Label", options with { Training = options.Training with { Epochs = 2 } }))
            .Append(ml.MulticlassClassification.Trainers.SdcaMaximumEntropy());
        var scored = pipeline.Fit(data).Transform(data);
        var folds = ml.MulticlassClassification.CrossValidate(data, pipeline, numberOfFolds: 3);
        return scored.GetColumn<bool>("Made").Count() == Rows && !scored.GetColumn<bool>("Made").Any(made => made)
            && folds.Sum(fold => fold.ScoredHoldOutSet.GetColumn<bool>("Made").Count()) == Rows;
    }

    private sealed class Row
    {
        [VectorType(2)]
        public float[] Features { get; set; } = [];

        public string Name { get; set; } = "";
    }
}
