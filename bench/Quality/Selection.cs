using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>
/// Fifteen of the 64 pixels of handwritten digits, chosen on three quarters of the rows: accuracy of a linear model on the others.
/// </summary>
internal sealed class Selection : IQualityTask
{
    private const int Kept = 15;

    public string Name => "selection";

    public IEnumerable<(string Name, double Value)> Run()
    {
        var found = Seeds.All.Select(Measure).ToArray();
        yield return ("selection.elimination", found.Average(accuracy => accuracy[0]));
        yield return ("selection.gain", found.Average(accuracy => accuracy[1]));
        yield return ("selection.random", found.Average(accuracy => accuracy[2]));
        yield return ("selection.all", found.Average(accuracy => accuracy[3]));
    }

    private static double[] Measure(int seed)
    {
        var ml = new MLContext(seed);
        var (pixels, labels) = ImageRows.Digits();
        var rows = pixels.Zip(labels, (row, label) => new Digit { Pixels = row, Label = (uint)label }).ToArray();
        var split = ml.Data.TrainTestSplit(ml.Data.LoadFromEnumerable(rows), 0.25, seed: seed);
        var trainer = ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Label", "Pixels");
        var order = Enumerable.Range(0, 64).ToArray();
        new Random(seed).Shuffle(order);
        var some = order[..Kept];
        var random = ml.Transforms.CustomMapping<Digit, Few>(
            (digit, few) => few.Pixels = Array.ConvertAll(some, slot => digit.Pixels[slot]), contractName: null);
        IEstimator<ITransformer>[] selections =
        [
            ml.Transforms.SelectByElimination("Pixels", null, "Label", trainer, Kept),
            ml.Transforms.SelectByInformationGain("Pixels", null, "Label", Kept),
            random,
            ml.Transforms.CopyColumns("Same", "Pixels"),
        ];
        return Array.ConvertAll(selections, selection =>
        {
            var model = selection.Append(trainer).Fit(split.TrainSet);
            return ml.MulticlassClassification.Evaluate(model.Transform(split.TestSet)).MicroAccuracy;
        });
    }

    internal sealed class Digit
    {
        [VectorType(64)]
        public float[] Pixels { get; set; } = [];

        [KeyType(10)]
        public uint Label { get; set; }
    }

    internal sealed class Few
    {
        [VectorType(Kept)]
        public float[] Pixels { get; set; } = [];
    }
}
