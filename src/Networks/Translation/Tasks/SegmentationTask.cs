using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>The class of every pixel: the network's answers are logits, what is handed out their probabilities.</summary>
/// <param name="Classes">How many classes.</param>
[SavedAs("segmentation")]
internal sealed record SegmentationTask(int Classes) : ImageTask
{
    /// <inheritdoc/>
    public override bool SpoilsPictures => false;

    /// <inheritdoc/>
    public override int OutputChannels(int channels) => Classes;

    /// <summary>The logits as they are.</summary>
    public override Tensor Compose(Tensor answer, Tensor[] inputs, Tensor? mean) => answer;

    /// <summary>(batch, classes, height, width), of sum 1 at each place.</summary>
    public override Tensor Finish(Tensor composed, Tensor[] inputs) => composed.softmax(1);

    /// <summary>Pictures, and the number of the class at each place, (batch, 1, height, width), or -1.</summary>
    public override ImageExample Example(Tensor pictures, Tensor? others, Generator? random) => new([pictures], others!);

    /// <summary>None: what simple methods answer follows from the classes of training rows, not from a mean picture.</summary>
    public override IEnumerable<(string Name, Func<ImageExample, Tensor> Answer)> Baselines(Tensor mean) => [];

    /// <inheritdoc/>
    public override void Validate(PartFaults faults) => faults.AtLeast(Classes, 2, nameof(Classes));
}
