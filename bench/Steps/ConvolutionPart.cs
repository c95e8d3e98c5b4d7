using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Bench;

/// <summary>A convolution of a network, as often as it stands there, with weights in float32 as trainings keep them.</summary>
/// <param name="Count">How many of these sizes there are.</param>
/// <param name="Inputs">Channels that are read.</param>
/// <param name="Outputs">Channels that are answered.</param>
/// <param name="Kernel">Pixels of its square.</param>
/// <param name="Stride">Pixels from one square to the next.</param>
/// <param name="Side">Pixels of a picture's side.</param>
/// <param name="Batch">Pictures.</param>
internal sealed record ConvolutionPart(int Count, int Inputs, int Outputs, int Kernel, int Stride, int Side, int Batch)
{
    private const int FewestPixels = 16; // of an answer whose channels lie side by side, as in DeepML's networks

    /// <summary>Whether the slope of what it reads is asked for: not where it reads the pictures themselves.</summary>
    public bool HasInputSlope { get; init; } = true;

    private int Answered => Side / Stride;

    /// <summary>There and back once, the weights cast on the way as libtorch's autocast does it.</summary>
    /// <param name="type">In which numbers.</param>
    public Action Pass(ScalarType type)
    {
        var weight = new Parameter(randn(Outputs, Inputs, Kernel, Kernel));
        using var drawn = Laid(randn(Batch, Inputs, Side, Side), Answered);
        var pictures = drawn.to(type).requires_grad_(HasInputSlope);
        var slope = Laid(randn(Batch, Outputs, Answered, Answered), Answered).to(type);
        return () =>
        {
            using var scope = NewDisposeScope();
            long[] strides = [Stride, Stride], padding = [Kernel / 2, Kernel / 2];
            var answer = functional.conv2d(pictures, weight.to(type), null, strides, padding); // (batch, outputs, side, side)
            answer.backward([slope]);
            weight.grad = null;
            pictures.grad = null;
        };
    }

    /// <summary>The casts of the weights and of their slopes alone.</summary>
    public Action Casts()
    {
        var weight = randn(Outputs, Inputs, Kernel, Kernel);
        var slope = weight.to(ScalarType.BFloat16);
        return () =>
        {
            using var there = weight.to(ScalarType.BFloat16);
            using var back = slope.to(ScalarType.Float32);
        };
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Count}x_{Kernel}x{Kernel}_{Inputs}_to_{Outputs}_at_{Side}x{Side}";

    private static Tensor Laid(Tensor pictures, int answered) => answered * answered < FewestPixels
        ? pictures
        : pictures.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);
}
