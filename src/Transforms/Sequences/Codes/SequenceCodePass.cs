using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Transforms;

/// <summary>What one pass of sequences through their autoencoder yields; what is not asked for is not computed.</summary>
/// <param name="network">The fitted network.</param>
/// <param name="rows">(batch, steps × step size).</param>
/// <param name="lengths">(batch), int64: steps of each sequence.</param>
internal sealed class SequenceCodePass(SequenceAutoencoderNetwork network, Tensor rows, Tensor lengths)
{
    private Tensor? _code;

    /// <summary>(batch, code).</summary>
    public Tensor Code => _code ??= network.call(rows, lengths);

    /// <summary>Mean error of each sequence, (batch).</summary>
    public Tensor Error => network.Errors(Code, rows, lengths, WritingTerms.Plain).Mean;

    /// <summary>Keys written, (batch, maximum length), and -1 behind the end.</summary>
    public Tensor Keys => network.WriteKeys(Code);

    /// <summary>Numbers written, (batch, maximum length · step size), and NaN behind the end.</summary>
    /// <param name="maximumLength">Steps of the longest sequence.</param>
    public Tensor Numbers(int maximumLength) =>
        NumberSequenceOutput.Padded(network.WriteNumbers(Code, lengths).Steps, lengths, maximumLength);
}
