using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>
/// Sees some steps at given distances before and behind its own: yₜ = f(Σ Wᵢ x(t + offsetᵢ) + b), with zeros outside of the sequence.
/// </summary>
internal sealed class DelayedStepsLayer : SequenceLayer
{
    [ComponentName(Name = "sums")] private readonly Linear sums;
    [ComponentName(Name = "function")] private readonly Module<Tensor, Tensor>? function;
    private readonly int[] _offsets;

    /// <summary>Builds the layer with fresh weights from torch's generator.</summary>
    /// <param name="inputSize">Numbers per step.</param>
    /// <param name="hiddenSize">Numbers per answer.</param>
    /// <param name="offsets">Steps seen, from the present one; in rising order.</param>
    /// <param name="activation">The function f.</param>
    public DelayedStepsLayer(int inputSize, int hiddenSize, int[] offsets, Activation activation)
    {
        _offsets = offsets;
        sums = WeightRoom.Linear((long)inputSize * offsets.Length, hiddenSize);
        function = Activations.Create(activation);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override (Tensor Output, Tensor[] State) Run(Tensor steps, Tensor[]? state)
    {
        var time = steps.size(1);
        var offsets = Array.ConvertAll(_offsets, offset => Math.Clamp(offset, -time, time)); // what lies further is nothing, too
        var (before, behind) = (Math.Max(0, -offsets[0]), Math.Max(0, offsets[^1]));
        var padded = functional.pad(steps, [0, 0, before, behind]); // (batch, before + time + behind, input)
        var seen = cat([.. offsets.Select(offset => padded.narrow(1, before + offset, time))], 2); // (batch, time, offsets·input)
        var answers = sums.call(seen);
        return (function is null ? answers : function.call(answers), []);
    }

    /// <inheritdoc/>
    public override Tensor Read(Tensor steps, Tensor? lengths) => Run(
        lengths is null || _offsets[^1] <= 0
            ? steps
            : steps.masked_fill(SequenceEncoderNetwork.Mask(lengths, steps.size(1)).logical_not().unsqueeze(2), Numbers.Zero), null).Output;
}
