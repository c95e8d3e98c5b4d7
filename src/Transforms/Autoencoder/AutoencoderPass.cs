using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Transforms;

/// <summary>What one pass of a batch through an autoencoder yields; what is not asked for is not computed.</summary>
/// <param name="network">The fitted network.</param>
/// <param name="row">(batch, input), or (batch, channels, height, width).</param>
/// <param name="target">(batch, target), or pictures, to compare with; null for the input.</param>
internal sealed class AutoencoderPass(AutoencoderNetwork network, Tensor row, Tensor? target = null)
{
    private readonly Tensor _input = row.flatten(1); // (batch, input)
    private readonly Tensor? _target = target?.flatten(1); // (batch, target)
    private Tensor? _code;
    private IReadOnlyList<Tensor>? _layers;
    private Tensor? _reconstruction;

    /// <summary>(batch, code).</summary>
    public Tensor Code => _code ??= network.Encode(_input);

    /// <summary>Per hidden layer of the encoder (batch, width).</summary>
    public IReadOnlyList<Tensor> Layers => _layers ??= network.Layers(_input);

    /// <summary>(batch, target).</summary>
    public Tensor Reconstruction => _reconstruction ??= network.Decode(Code);

    /// <summary>Squared differences as in the data, (batch, target); NaN where the value is missing.</summary>
    public Tensor Differences => ((_target ?? _input) - Reconstruction).Squared();

    /// <summary>
    /// Squared differences as the network compares them, each in the unit of its column if it scales its inputs, (batch, target); NaN where
    /// the value is missing.
    /// </summary>
    public Tensor FeatureErrors => network.Scaling is null ? Differences : (network.Scaled(_input) - network.DecodeScaled(Code)).Squared();

    /// <summary>Mean squared difference over the values that are there, (batch).</summary>
    public Tensor Error
    {
        get
        {
            var errors = FeatureErrors;
            if (!network.Architecture.FillsMissing)
                return errors.mean([1L]);
            var present = errors.isnan().logical_not().to(errors.dtype);
            return errors.nan_to_num().sum(dim: 1) / present.sum(dim: 1);
        }
    }

    /// <summary>How odd the row is, (batch): the error alone, or with the distances to known rows.</summary>
    public Tensor Oddness => network.Neighbours is { } known ? known.call(network.Scaled(network.Filled(_input)), Error) : Error;

    /// <summary>The input with what is missing filled in, (batch, input).</summary>
    public Tensor Filled => network.Complete(_input);
}
