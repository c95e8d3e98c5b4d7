using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>A fully connected layer and its function, to be calculated without torch.</summary>
/// <param name="Linear">The weighted sums.</param>
/// <param name="Function">Behind the sums.</param>
internal sealed record PlainLayer(Linear Linear, LayerFunction Function)
{
    /// <summary>(outputs, inputs).</summary>
    public Parameter Weights => Linear.weight!;

    /// <summary>(outputs).</summary>
    public Parameter Biases => Linear.bias!;

    /// <summary>The layers of a network, from the input inwards.</summary>
    /// <param name="network">The network.</param>
    /// <returns>Null where there is more than layers and functions.</returns>
    public static IReadOnlyList<PlainLayer>? AllOf(IDenseNetwork network)
    {
        var layers = new List<PlainLayer>();
        foreach (var module in network.Stacks?.SelectMany(stack => stack.children()) ?? [])
            if (module is Linear { bias: not null } linear)
                layers.Add(new PlainLayer(linear, LayerFunction.Identity));
            else if (layers.Count > 0 && layers[^1].Function == LayerFunction.Identity && LayerFunction.Find(module) is { } function)
                layers[^1] = layers[^1] with { Function = function };
            else
                return null;
        return layers.Count > 0 ? layers : null;
    }

    /// <summary>Numbers in what the first layer reads, and in the answer of each.</summary>
    public static int[] WidthsOf(IReadOnlyList<PlainLayer> layers) =>
        [(int)layers[0].Weights.size(1), .. layers.Select(layer => (int)layer.Weights.size(0))];

    /// <summary>Whether a weight lies in a row in the processor's memory.</summary>
    public static bool IsPlain(Parameter weight) =>
        weight.dtype == ScalarType.Float32 && weight.device_type == DeviceType.CPU && weight.is_contiguous();

    /// <summary>Rows whose memory is as it is expected to be.</summary>
    /// <param name="rows">(rows, width).</param>
    /// <param name="width">Numbers in a row.</param>
    /// <returns>(rows, width), one number behind the other; the caller's.</returns>
    /// <exception cref="ArgumentException">They are of another shape or type, or on a GPU.</exception>
    public static Tensor Rows(Tensor rows, long width) =>
        rows.dim() == 2 && rows.size(1) == width && rows.dtype == ScalarType.Float32 && rows.device_type == DeviceType.CPU
            ? rows.contiguous()
            : throw new ArgumentException(
                $"Rows of {width} numbers of float32 are expected on the processor, not {rows.dtype} of [{string.Join(", ", rows.shape)}].",
                nameof(rows));

    /// <summary>Numbers that so many rows take, in whole cache lines.</summary>
    public static long Room(long rows, long width) => ((rows * width) + 15) / 16 * 16;
}
