using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Transforms;

/// <summary>One pass of a batch through a network, in the precision that is asked for.</summary>
/// <param name="answer">One tensor per input → the raw answer.</param>
internal sealed class ScoringPass(Func<Tensor[], Tensor> answer)
{
    private volatile Precision _precision;

    /// <summary>In which numbers the next passes multiply.</summary>
    public Precision Precision => _precision;

    /// <summary>Sets it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such precision.</exception>
    /// <exception cref="NotSupportedException">The processor has no instructions for it; or the network is on a GPU.</exception>
    public void Set(Precision precision, Device device)
    {
        if (!Enum.IsDefined(precision))
            throw new ArgumentOutOfRangeException(
                nameof(precision), precision, $"ScoringPrecision must be one of {string.Join(", ", Enum.GetNames<Precision>())}.");
        if (precision != Precision.Float32)
        {
            var why = device.type == DeviceType.CPU ? MixedPrecision.WhyNot : "it is there for scoring on the processor only, not on a GPU";
            if (why is not null)
                throw new NotSupportedException($"ScoringPrecision is {precision}: {why}. Leave it at Float32.");
        }
        _precision = precision;
    }

    /// <summary>The raw answer, multiplied in float32 whatever is asked for.</summary>
    public Tensor Plain(Tensor[] inputs) => answer(inputs);

    /// <summary>The raw answer, float32.</summary>
    public Tensor Answer(Tensor[] inputs) => MixedPrecision.Answer(_precision, (read, pass) => pass(read), inputs, answer);

    /// <summary>The raw answer and the weights by which the network looked, both float32.</summary>
    /// <param name="inputs">One tensor per input.</param>
    /// <param name="look">The pass that gives both.</param>
    public (Tensor Answer, Tensor Weights) Look(Tensor[] inputs, Func<Tensor[], (Tensor Answer, Tensor Weights)> look)
    {
        using var region = MixedPrecision.Begin(_precision);
        var (made, weights) = look(inputs);
        return (MixedPrecision.Single(made), MixedPrecision.Single(weights));
    }
}
