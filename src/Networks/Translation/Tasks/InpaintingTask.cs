using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>What is missing of pictures; pairs are made by taking more of it away. What is there comes back as it was.</summary>
/// <param name="Holes">How holes are drawn.</param>
/// <param name="HoleColor">Marks holes where there are no masks: a number for each channel; null where there are.</param>
[SavedAs("inpainting")]
internal sealed record InpaintingTask(HoleShapes Holes, float[]? HoleColor) : ImageTask
{
    private const double SameLevel = 0.5 / 255; // bytes that became numbers

    /// <inheritdoc/>
    public override bool NeedsMean => true;

    /// <inheritdoc/>
    public override int ReadChannels(int channels) => channels + 1;

    /// <inheritdoc/>
    public override Tensor Read(Tensor[] inputs, Tensor? mean)
    {
        var mask = Mask(inputs);
        return cat([Filled(inputs[0], mask, mean!), mask.to(inputs[0].dtype)], 1);
    }

    /// <summary>Holes get the mean picture and what the network adds to it; where nothing is known of a picture it adds nothing.</summary>
    public override Tensor Compose(Tensor answer, Tensor[] inputs, Tensor? mean)
    {
        var mask = Mask(inputs);
        var filled = Filled(inputs[0], mask, mean!);
        var isUnknown = mask.flatten(1).all(1).view(-1, 1, 1, 1); // (batch, 1, 1, 1)
        return where(isUnknown, filled, answer.Plus(filled));
    }

    /// <inheritdoc/>
    public override Tensor Finish(Tensor composed, Tensor[] inputs) => where(Mask(inputs), base.Finish(composed, inputs), inputs[0]);

    /// <inheritdoc/>
    public override Tensor Shown(Tensor[] inputs)
    {
        const double grey = 0.5;
        return where(Mask(inputs), full_like(inputs[0], Numbers.Kept(grey)), inputs[0]);
    }

    /// <summary>Holes are drawn into pictures; what was missing already is a hole too, and nothing is learned of it.</summary>
    public override ImageExample Example(Tensor pictures, Tensor? others, Generator? random)
    {
        var missing = Missing(pictures, others);
        var drawn = Holes.Draw(pictures, random); // (batch, 1, height, width), bool
        var learned = drawn.logical_and(missing.logical_not()).to(pictures.dtype);
        return new ImageExample([pictures, drawn.logical_or(missing).to(pictures.dtype)], pictures)
        {
            Weights = learned,
            Measured = learned,
        };
    }

    /// <inheritdoc/>
    public override bool ShowsAnything(Tensor pictures, Tensor? others) => !Missing(pictures, others).all().Read<bool>();

    /// <inheritdoc/>
    public override IEnumerable<(string Name, Func<ImageExample, Tensor> Answer)> Baselines(Tensor mean)
    {
        yield return ("the mean picture", example => Filled(example.Inputs[0], Mask(example.Inputs), mean));
        yield return ("the mean around", example =>
        {
            var there = Mask(example.Inputs).logical_not().to(example.Target.dtype);
            var around = (example.Inputs[0] * there).sum([2, 3], keepdim: true)
                / there.sum([2, 3], keepdim: true).clamp_min(Numbers.One); // (batch, channels, 1, 1)
            return where(Mask(example.Inputs), around, example.Inputs[0]);
        }
        );
    }

    /// <inheritdoc/>
    public override void Validate(PartFaults faults)
    {
        Holes.Validate(faults);
        for (var i = 0; i < (HoleColor?.Length ?? 0); i++)
            faults.InRange(HoleColor![i], 0, 1, $"{nameof(HoleColor)}[{i}]");
    }

    private static Tensor Filled(Tensor pictures, Tensor mask, Tensor mean) =>
        where(mask, ImageResampling.Mean(mean, pictures), pictures);

    private Tensor Missing(Tensor pictures, Tensor? masks) => Mask(masks is null ? [pictures] : [pictures, masks], noneIsWhole: true);

    // (batch, 1, height, width), bool
    private Tensor Mask(Tensor[] inputs, bool noneIsWhole = false)
    {
        if (inputs.Length > 1)
            return inputs[1].gt(Numbers.Kept(0.5));
        var pictures = inputs[0];
        if (HoleColor is null)
            return noneIsWhole
                ? zeros([pictures.size(0), 1, pictures.size(2), pictures.size(3)], ScalarType.Bool, pictures.device)
                : throw new InvalidOperationException("Neither a mask nor a colour says what is missing.");
        var colour = tensor(HoleColor, [1, HoleColor.Length, 1, 1], device: pictures.device);
        return (pictures - colour).abs().amax([1L], keepdim: true).lt(Numbers.Kept(SameLevel));
    }
}
