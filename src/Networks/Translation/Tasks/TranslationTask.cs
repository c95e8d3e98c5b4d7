using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>Pictures into their targets, which are given beside them.</summary>
/// <param name="TargetChannels">Channels of the targets.</param>
/// <param name="Base">What the network's answer is added to; decided.</param>
[SavedAs("translation")]
internal sealed record TranslationTask(int TargetChannels, ImageBase Base) : ImageTask
{
    /// <inheritdoc/>
    public override bool SpoilsPictures => false;

    /// <inheritdoc/>
    public override bool NeedsMean => Base == ImageBase.MeanPicture;

    /// <summary>Whether pictures of some channels can be taken for what they are to become.</summary>
    public static bool CanStartFrom(int channels, int targetChannels) =>
        channels == targetChannels || channels == 1 || targetChannels == 1;

    /// <inheritdoc/>
    public override int OutputChannels(int channels) => TargetChannels;

    /// <inheritdoc/>
    public override Tensor Compose(Tensor answer, Tensor[] inputs, Tensor? mean) => Base switch
    {
        ImageBase.Input => answer.Plus(ImageResampling.WithChannels(inputs[0], TargetChannels)),
        ImageBase.Negative => answer.Plus(ImageResampling.WithChannels(inputs[0], TargetChannels).SubtractedFrom(1.0)),
        ImageBase.MeanPicture => answer.Plus(ImageResampling.Mean(mean!, answer)),
        _ => answer,
    };

    /// <inheritdoc/>
    public override ImageExample Example(Tensor pictures, Tensor? others, Generator? random) => new([pictures], others!);

    /// <inheritdoc/>
    public override IEnumerable<(string Name, Func<ImageExample, Tensor> Answer)> Baselines(Tensor mean)
    {
        (string, Func<ImageExample, Tensor>) average = ("the mean target", example => ImageResampling.Mean(mean, example.Target));
        return Base == ImageBase.MeanPicture ? [average, .. Unchanged()] : [.. Unchanged(), average];
    }

    /// <inheritdoc/>
    public override void Validate(PartFaults faults)
    {
        faults.AtLeast(TargetChannels, 1, nameof(TargetChannels));
        faults.Defined(Base, nameof(Base));
        if (Base == ImageBase.Automatic)
            faults.Add(nameof(Base), Base, "decided");
    }

    private IEnumerable<(string Name, Func<ImageExample, Tensor> Answer)> Unchanged()
    {
        yield return ("the input as it is", example => CanStartFrom((int)example.Inputs[0].size(1), TargetChannels)
            ? ImageResampling.WithChannels(example.Inputs[0], TargetChannels)
            : zeros_like(example.Target));
    }
}
