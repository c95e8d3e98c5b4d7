using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Transforms;

/// <summary>How surprising sequences are to a language model.</summary>
internal static class TokenBits
{
    /// <summary>Mean -log₂ of the probability of each token given those before it.</summary>
    /// <param name="network">The network.</param>
    /// <param name="tokens">(batch, steps), of whole numbers.</param>
    /// <param name="lengths">(batch), int64: tokens of each sequence.</param>
    /// <param name="context">Tokens that a network without a state of one size looks back on.</param>
    /// <returns>(batch), NaN for an empty sequence.</returns>
    public static Tensor Of(TokenLanguageNetwork network, Tensor tokens, Tensor lengths, int context)
    {
        var time = Math.Min(Math.Max(1, lengths.max().Read<long>()), tokens.size(1));
        var read = tokens.narrow(1, 0, time).to(ScalarType.Int64); // (batch, time)
        var mask = SequenceEncoderNetwork.Mask(lengths, time);
        var likelihoods = TokenLikelihoods.Of(network, read, context).masked_fill(mask.logical_not(), Numbers.Zero);
        return -likelihoods.sum(1) / mask.to(ScalarType.Float32).sum(1).Times(Math.Log(2));
    }
}
