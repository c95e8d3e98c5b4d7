using TorchSharp;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>The sizes that rebuild a <see cref="MaskedTokenNetwork"/>.</summary>
/// <param name="Encoder">What reads the sequences of keys.</param>
/// <param name="TiedWeights">Whether the numbers that stand for a key also weigh the answer (Press and Wolf, arXiv:1608.05859).</param>
internal sealed record MaskedTokenArchitecture(SequenceEncoderArchitecture Encoder, bool TiedWeights);

/// <summary>Reads sequences of keys, and says of keys that are masked what they were (Devlin et al., arXiv:1810.04805).</summary>
internal sealed class MaskedTokenNetwork : Module<Tensor, Tensor, Tensor>, IHasArchitecture
{
    private const double TiedDeviation = 0.1; // answers are products with these numbers: of unit size they would be sure of themselves
    [ComponentName(Name = "encoder")] private readonly SequenceEncoderNetwork encoder;
    [ComponentName(Name = "answer")] private readonly MaskedTokenHead answer;

    /// <summary>Builds the network with fresh weights from torch's generator.</summary>
    public MaskedTokenNetwork(MaskedTokenArchitecture architecture) : base("MaskedToken")
    {
        Architecture = architecture;
        encoder = new SequenceEncoderNetwork(architecture.Encoder);
        answer = new MaskedTokenHead(architecture);
        if (architecture.TiedWeights)
            init.normal_(encoder.Embedding, 0, TiedDeviation);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public object Architecture { get; }

    /// <summary>The numbers of each step, in the light of all others.</summary>
    /// <param name="rows">(batch, steps): keys from 1, 0 for a missing one.</param>
    /// <param name="lengths">(batch), int64: steps of each sequence.</param>
    /// <returns>(batch, time, output), up to the longest sequence of the batch; behind an end they mean nothing.</returns>
    public override Tensor forward(Tensor rows, Tensor lengths) => encoder.call(rows, lengths);

    /// <summary>What the keys at some places may be.</summary>
    /// <param name="rows">(batch, steps): keys from 1, 0 for a missing one.</param>
    /// <param name="lengths">(batch), int64: steps of each sequence.</param>
    /// <param name="masked">(batch, time), bool: where a key is hidden.</param>
    /// <param name="asked">(batch, time), bool: where one is asked for.</param>
    /// <returns>(asked, keys + 1): logits, place by place in the order of rows.</returns>
    public Tensor Answer(Tensor rows, Tensor lengths, Tensor masked, Tensor asked)
    {
        var (steps, _) = encoder.Encode(rows, lengths, inputs => where(masked.unsqueeze(2), answer.Mask, inputs));
        var places = asked.flatten().nonzero().squeeze(1);
        return answer.Logits(steps.flatten(0, 1).index_select(0, places), encoder.Embedding);
    }
}
