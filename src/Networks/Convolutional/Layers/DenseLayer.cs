using DeepML.Networks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML;

/// <summary>A fully connected layer; a picture is flattened first.</summary>
/// <param name="Units">Numbers in the output; at least 1.</param>
[SavedAs("dense")]
public sealed record DenseLayer(int Units) : ConvolutionalLayer
{
    /// <summary>Whether a learned number per unit is added.</summary>
    /// <value>The default is true.</value>
    public bool Bias { get; init; } = true;

    /// <summary>The inputs that each unit sees, from 0, plane by plane for a picture: those of no list have no weight.</summary>
    /// <value>One list of different inputs per unit; null (the default) connects all with all.</value>
    public IReadOnlyList<IReadOnlyList<int>>? Connections { get; init; }

    /// <inheritdoc/>
    internal override string Kind => "dense";

    /// <inheritdoc/>
    internal override string Details =>
        $"{Units} units" + (Connections is null ? "" : $", {ConnectionTable.Count(Connections)} connections");

    /// <inheritdoc/>
    internal override bool BeginsBlock => true;

    /// <inheritdoc/>
    internal override bool ReadsFlat => true;

    /// <inheritdoc/>
    internal override void Validate(PartFaults faults)
    {
        faults.AtLeast(Units, 1, nameof(Units));
        ConnectionTable.Validate(Connections, Units, nameof(Units), nameof(Connections), faults);
    }

    /// <inheritdoc/>
    internal override LayerShape OutputOf(LayerShape input)
    {
        ConnectionTable.MustFit(Connections, input.Count, "numbers");
        return LayerShape.Flat(Units);
    }

    /// <inheritdoc/>
    internal override long ParametersFor(LayerShape input) =>
        (Connections is null ? (long)input.Count * Units : ConnectionTable.Count(Connections)) + (Bias ? Units : 0);

    /// <inheritdoc/>
    internal override Module<Tensor, Tensor> Create(LayerShape input, LayerBuild build) => Connections is null
        ? WeightRoom.Linear(input.Count, Units, Bias)
        : new ConnectedLinear(input.Count, Connections, Bias);
}
