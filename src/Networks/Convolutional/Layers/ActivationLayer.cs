using Activations = DeepML.Networks.Activations;
using DeepML.Networks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML;

/// <summary>Applies a function to each number.</summary>
/// <param name="Function">The function.</param>
[SavedAs("activation")]
public sealed record ActivationLayer(Activation Function) : ConvolutionalLayer
{
    /// <summary>Parameter of the function, where it has one.</summary>
    /// <value>Above 0; null (the default) takes the usual value.</value>
    public double? Slope { get; init; }

    /// <inheritdoc/>
    internal override string Kind => "activation";

    /// <inheritdoc/>
    internal override string Details => Function.ToString();

    /// <inheritdoc/>
    internal override void Validate(PartFaults faults)
    {
        faults.Defined(Function, nameof(Function));
        if (Slope is not { } slope)
            return;
        faults.Above(slope, 0, nameof(Slope));
        if (!Activations.HasSlope(Function))
            faults.Add(nameof(Slope), slope, $"null for {Function}, which has none");
    }

    /// <inheritdoc/>
    internal override LayerShape OutputOf(LayerShape input) => input;

    /// <inheritdoc/>
    internal override long ParametersFor(LayerShape input) => Function == Activation.ParametricReLU ? 1 : 0;

    /// <inheritdoc/>
    internal override Module<Tensor, Tensor> Create(LayerShape input, LayerBuild build) =>
        Function == Activation.ReLU && build.MayOverwriteInput ? new ElementFunction("ReLU", x => x.relu_())
        : Activations.Create(Function, Slope) ?? Identity();
}
