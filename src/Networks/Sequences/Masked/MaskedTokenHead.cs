using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>What a key is masked by, and what says which key it was: a dense layer, a normalization, and a product for each key.</summary>
internal sealed class MaskedTokenHead : Module<Tensor, Tensor>
{
    private const double Deviation = 0.02; // as BERT's
    [ComponentName(Name = "mask")] private readonly Parameter mask;
    [ComponentName(Name = "dense")] private readonly Linear dense;
    [ComponentName(Name = "norm")] private readonly LayerNorm norm;
    [ComponentName(Name = "decoder")] private readonly Parameter? decoder;
    [ComponentName(Name = "bias")] private readonly Parameter bias;

    /// <summary>Builds the head with fresh weights from torch's generator.</summary>
    public MaskedTokenHead(MaskedTokenArchitecture architecture) : base("MaskedTokenHead")
    {
        var (size, keys) = (architecture.Encoder.EmbeddingSize, architecture.Encoder.KeyCount + 1L);
        WeightRoom.Take(size);
        mask = new Parameter(randn(size).Times(Deviation));
        dense = WeightRoom.Linear(architecture.Encoder.Stack.OutputSize, size);
        norm = TransformerBlock.Norm(size, (architecture.Encoder.Stack.Encoder as TransformerEncoder)?.NormalizationEpsilon);
        if (!architecture.TiedWeights)
        {
            WeightRoom.Take(keys, size);
            decoder = new Parameter(randn(keys, size).Times(Deviation));
        }
        bias = new Parameter(WeightRoom.Zeros(keys));
        RegisterComponents();
    }

    /// <summary>The numbers that stand in place of those of a key, (embedding).</summary>
    public Tensor Mask => mask;

    /// <inheritdoc/>
    public override Tensor forward(Tensor steps) => norm.call(functional.gelu(dense.call(steps)));

    /// <summary>How likely each key is.</summary>
    /// <param name="steps">(count, output of the encoder).</param>
    /// <param name="embedding">(keys + 1, embedding): the products where weights are tied.</param>
    /// <returns>(count, keys + 1): logits; the first is of a missing key.</returns>
    public Tensor Logits(Tensor steps, Tensor embedding) => functional.linear(call(steps), decoder ?? embedding, bias);
}
