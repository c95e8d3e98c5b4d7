using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>Parameters that a rule moves at once: of one type and device, with the same rate and number of steps.</summary>
internal sealed class WeightList
{
    /// <summary>Puts parameters together.</summary>
    /// <param name="weights">The parameters; at least one.</param>
    /// <param name="gradients">One for each, of its shape, type and device.</param>
    /// <param name="states">Of each parameter what is remembered of it, tensors of its shape.</param>
    /// <param name="isInOrder">Whether the numbers of all of them lie in a row, with the same strides.</param>
    /// <exception cref="ArgumentException">A gradient has more or fewer numbers than its parameter.</exception>
    public WeightList(Tensor[] weights, Tensor[] gradients, Tensor[][] states, bool isInOrder)
    {
        for (var i = 0; i < weights.Length; i++)
            if (weights[i].numel() != gradients[i].numel()) // torch's fused kernels do not look
                throw new ArgumentException($"{weights[i].numel()} weights have {gradients[i].numel()} gradients.", nameof(gradients));
        (Weights, Gradients) = (weights, gradients);
        States = [.. Enumerable.Range(0, states[0].Length).Select(kind => Array.ConvertAll(states, own => own[kind]))];
        var (type, device, _) = TensorLists.PlaceOf(weights[0]);
        IsOnProcessor = device == DeviceType.CPU;
        IsFusible = isInOrder && type is ScalarType.Float32 or ScalarType.Float64 && (IsOnProcessor || device == DeviceType.CUDA);
    }

    /// <summary>The parameters.</summary>
    public Tensor[] Weights { get; }

    /// <summary>Their gradients; only read.</summary>
    public Tensor[] Gradients { get; }

    /// <summary>For each kind of remembered number a list, as long as that of the parameters.</summary>
    public Tensor[][] States { get; }

    /// <summary>Whether the parameters are in the processor's memory.</summary>
    public bool IsOnProcessor { get; }

    /// <summary>Whether torch's kernels that do a whole step in one pass can read them, where there is one for the rule.</summary>
    public bool IsFusible { get; }
}
