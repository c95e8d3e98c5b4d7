using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>
/// What survives of 64 pixels in eight numbers: reconstruction error and a linear classifier on the code, mean of three splits.
/// </summary>
internal sealed class AutoencoderDigits : IQualityTask
{
    public string Name => "digits.ae8";

    public IEnumerable<(string Name, double Value)> Run()
    {
        var (pixels, labels) = ImageRows.Digits();
        var results = Enumerable.Range(1, 3).Select(seed => Split(pixels, labels, seed)).ToArray();
        yield return ("digits.ae8.mse", results.Average(r => r.Error));
        yield return ("digits.ae8.accuracy", results.Average(r => r.Accuracy));
        yield return ("digits.ae8.mse (PCA-8)", results.Average(r => r.PcaError));
        yield return ("digits.ae8.accuracy (PCA-8)", results.Average(r => r.PcaAccuracy));
    }

    private static (double Error, double Accuracy, double PcaError, double PcaAccuracy) Split(float[][] pixels, int[] labels, int seed)
    {
        var ml = new MLContext(seed);
        var (train, test) = ImageRows.Split(pixels.Length, seed);
        var (trainRows, testRows) = (train.Select(i => pixels[i]).ToArray(), test.Select(i => pixels[i]).ToArray());
        using var model = ml.Transforms.Autoencoder("Code", "Pixels", new AutoencoderOptions
        {
            HiddenSizes = [48],
            CodeSize = 8,
            Loss = ReconstructionLoss.SquaredError,
            Training = new TrainingOptions { Epochs = 100, BatchSize = 32, LearningRate = 2e-3 },
        }).Fit(ImageRows.View(ml, trainRows));
        var error = ImageRows.MeanSquaredError(testRows, ImageRows.Read(model.Reconstruct(ImageRows.View(ml, testRows))));
        var pca = LinearBaselines.Components(trainRows, testRows, 8);
        return (error, Accuracy(ml, [.. model.Encode(trainRows)], [.. model.Encode(testRows)], labels, train, test),
            ImageRows.MeanSquaredError(testRows, pca.Reconstruction), Accuracy(ml, pca.TrainCodes, pca.TestCodes, labels, train, test));
    }

    private static double Accuracy(MLContext ml, float[][] trainCodes, float[][] testCodes, int[] labels, int[] train, int[] test)
    {
        var classifier = ml.Transforms.Conversion.MapValueToKey("Label")
            .Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Label", "Code"));
        return ml.MulticlassClassification.Evaluate(classifier.Fit(View(trainCodes, train)).Transform(View(testCodes, test))).MicroAccuracy;

        IDataView View(float[][] codes, int[] rows) =>
            ml.Data.LoadFromEnumerable(codes.Zip(rows, (code, row) => new Coded { Code = code, Label = labels[row] }).ToArray());
    }

    private sealed class Coded
    {
        [VectorType(8)]
        public float[] Code { get; set; } = [];

        public float Label { get; set; }
    }
}
