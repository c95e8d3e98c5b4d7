using Microsoft.ML;

namespace DeepML.Bench;

/// <summary>Numbers that the arithmetic does not take are refused in words.</summary>
internal sealed class OptionsAtTheirEnds : IFieldCheck
{
    /// <inheritdoc/>
    public int Number => 18;

    /// <inheritdoc/>
    public string Fault => "options at the ends of their types end in torch's errors, in loops without end, or in a crash";

    /// <inheritdoc/>
    public bool Holds()
    {
        var ml = new MLContext(seed: 1);
        return IsRefused(
            "Chains", () => ml.Transforms.RestrictedBoltzmannMachine(
                "Hidden", "Features", new RbmOptions { Persistent = true, Chains = int.MaxValue }))
            && IsRefused("MixUp", () => Pictures(ml, new PictureAugmentation { MixUp = 5E-324 }))
            && IsRefused("CutMix", () => Pictures(ml, new PictureAugmentation { CutMix = 5E-324 }))
            && IsRefused("LearningRate", () => Perceptron(ml, [8], new TrainingOptions { LearningRate = 1e300 }))
            && IsRefused("WeightDecay", () => Perceptron(ml, [8], new TrainingOptions { WeightDecay = 1e300 }))
            && IsRefused("bytes", () => Perceptron(ml, [4_000_000, 4_000_000], new TrainingOptions { Epochs = 1 }));
    }

    private static IDisposable Perceptron(MLContext ml, int[] sizes, TrainingOptions training) => ml.BinaryClassification.Trainers
        .MultilayerPerceptron(new MultilayerPerceptronOptions { HiddenSizes = sizes, Training = training }).Fit(SavedModel.Rows(ml));

    private static object Pictures(MLContext ml, PictureAugmentation augmentation) => ml.BinaryClassification.Trainers
        .ConvolutionalNetwork(new ConvolutionalNetworkOptions { Height = 2, Width = 2, Channels = 1, Augmentation = augmentation });

    private static bool IsRefused(string said, Func<object> make)
    {
        try
        {
            make();
            return false;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return e.Message.Contains(said, StringComparison.Ordinal);
        }
    }
}
