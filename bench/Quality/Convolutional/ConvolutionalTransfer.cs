using Microsoft.ML;

namespace DeepML.Bench;

/// <summary>
/// A network trained on MNIST pooled to 8×8, then one labelled digit of each class of digits.csv: over from scratch, five draws.
/// </summary>
internal sealed class ConvolutionalTransfer : IQualityTask
{
    private const int Draws = 5;

    public string Name => "transfer.k1";

    public IEnumerable<(string Name, double Value)> Run()
    {
        var file = Path.GetTempFileName();
        try
        {
            var ml = new MLContext(seed: 1);
            var source = ConvolutionalRows.Keyed(ml, ConvolutionalRows.MnistPooled());
            using (var backbone = ml.MulticlassClassification.Trainers.ConvolutionalNetwork(ConvolutionalDigits.Options(epochs: 8))
                .Fit(source))
                backbone.SaveWeights(file);
            var tuned = new TransferOptions { WeightsFile = file, KeepHead = true };
            var frozen = new TransferOptions { WeightsFile = file, FrozenBlocks = 3 };
            double scratchSum = 0, tunedSum = 0, frozenSum = 0;
            for (var draw = 1; draw <= Draws; draw++)
            {
                scratchSum += Accuracy(draw, null, 1e-3) / Draws;
                tunedSum += Accuracy(draw, tuned, 1e-4) / Draws;
                frozenSum += Accuracy(draw, frozen, 1e-3) / Draws;
            }
            yield return ("transfer.k1.scratch", scratchSum);
            yield return ("transfer.k1.tuned_gain", tunedSum - scratchSum);
            yield return ("transfer.k1.frozen_gain", frozenSum - scratchSum);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static double Accuracy(int draw, TransferOptions? transfer, double rate)
    {
        var ml = new MLContext(draw);
        var random = new Random(draw);
        var rows = ConvolutionalRows.Digits();
        var chosen = rows.GroupBy(row => row.Digit).Select(group => group.ElementAt(random.Next(group.Count()))).ToHashSet();
        var options = new ConvolutionalNetworkOptions
        {
            Transfer = transfer,
            Augmentation = new PictureAugmentation { CropPadding = 1, Rotation = 10, Zoom = 0.1, Stretch = 0.1 },
            Training = new TrainingOptions { Epochs = 100, BatchSize = 10, LearningRate = rate },
        };
        using var model = ml.MulticlassClassification.Trainers.ConvolutionalNetwork(options).Fit(ConvolutionalRows.Keyed(ml, chosen));
        return ConvolutionalRows.Accuracy(ml, model, ConvolutionalRows.Keyed(ml, rows.Where(row => !chosen.Contains(row))));
    }
}
