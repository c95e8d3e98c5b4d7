using Microsoft.ML;

namespace DeepML.Bench;

/// <summary>The repository's digits, first half to second half: the small network with augmentation, beside a linear model.</summary>
internal sealed class ConvolutionalDigits : IQualityTask
{
    private const int Repetitions = 3;

    public string Name => "digits.cnn";

    public IEnumerable<(string Name, double Value)> Run()
    {
        var rows = ConvolutionalRows.Digits();
        var half = rows.Count / 2;
        var accuracies = new List<double>();
        for (var seed = 1; seed <= Repetitions; seed++)
        {
            var ml = new MLContext(seed);
            using var model = ml.MulticlassClassification.Trainers.ConvolutionalNetwork(Options())
                .Fit(ConvolutionalRows.Keyed(ml, rows.Take(half)));
            accuracies.Add(ConvolutionalRows.Accuracy(ml, model, ConvolutionalRows.Keyed(ml, rows.Skip(half))));
        }
        yield return ("digits.cnn.accuracy", accuracies.Average());
        var context = new MLContext(seed: 1);
        var linear = context.MulticlassClassification.Trainers.LbfgsMaximumEntropy().Fit(ConvolutionalRows.Keyed(context, rows.Take(half)));
        yield return ("digits.cnn.linear.accuracy",
            ConvolutionalRows.Accuracy(context, linear, ConvolutionalRows.Keyed(context, rows.Skip(half))));
    }

    public static ConvolutionalNetworkOptions Options(int epochs = 60) => new()
    {
        Augmentation = new PictureAugmentation { CropPadding = 1, Rotation = 10, Zoom = 0.1, Stretch = 0.1 },
        Training = new TrainingOptions { Epochs = epochs, BatchSize = 32, LearningRate = 2e-3, Schedule = new CosineSchedule() },
    };
}
