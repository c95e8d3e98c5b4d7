using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>Pictures a whole number of times larger; pairs are made by taking the mean of each square.</summary>
/// <param name="Factor">How many times.</param>
[SavedAs("super-resolution")]
internal sealed record SuperResolutionTask(int Factor) : ImageTask
{
    /// <summary>The largest factor.</summary>
    public const int MostTimes = 16;

    /// <inheritdoc/>
    public override int Scale => Factor;

    /// <inheritdoc/>
    public override Tensor Compose(Tensor answer, Tensor[] inputs, Tensor? mean) =>
        answer.Plus(ImageResampling.Larger(inputs[0], Factor));

    /// <inheritdoc/>
    public override ImageExample Example(Tensor pictures, Tensor? others, Generator? random) =>
        new([ImageResampling.Smaller(pictures, Factor)], pictures);

    /// <inheritdoc/>
    public override IEnumerable<(string Name, Func<ImageExample, Tensor> Answer)> Baselines(Tensor mean)
    {
        yield return ("bicubic interpolation", example => Finish(ImageResampling.Larger(example.Inputs[0], Factor), example.Inputs));
    }

    /// <inheritdoc/>
    public override void Validate(PartFaults faults) => faults.InRange(Factor, 2, MostTimes, nameof(Factor));
}
