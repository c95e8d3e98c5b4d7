using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>Writes sequences of keys, each by the code and the key before it; key 0 ends them.</summary>
internal sealed class KeyWriter : SequenceWriter
{
    [ComponentName(Name = "embedding")] private readonly Embedding embedding;
    private readonly int _maximumLength;
    private readonly long _untold;

    /// <summary>Builds the writer with fresh weights from torch's generator.</summary>
    public KeyWriter(SequenceAutoencoderArchitecture architecture)
        : base(architecture, architecture.Encoder.EmbeddingSize + architecture.CodeSize, architecture.Encoder.KeyCount + 1)
    {
        _maximumLength = architecture.MaximumLength;
        _untold = architecture.Encoder.KeyCount + 1L;
        embedding = WeightRoom.Embedding(_untold + 1, architecture.Encoder.EmbeddingSize); // the start, the keys, and one that is not told
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override string Metric => MetricNames.BitsPerToken;

    /// <summary>As a module it writes the likeliest keys.</summary>
    public override Tensor forward(Tensor codes) => Write(codes);

    /// <inheritdoc/>
    public override WrittenErrors Errors(Tensor codes, Tensor steps, Tensor lengths, WritingTerms terms)
    {
        var (keys, targets) = EndedKeys.Of(steps, lengths); // (batch, time)
        var missing = keys.eq(Numbers.Zero).logical_and(SequenceEncoderNetwork.Mask(lengths, keys.size(1)));
        targets = targets.masked_fill(missing, Numbers.Kept(-1L));
        var before = EndedKeys.Before(keys.masked_fill(missing, Numbers.Kept(_untold)));
        if (terms.KeyDropout > 0)
        {
            var dropped = rand(before.shape, device: before.device).lt(Numbers.Kept(terms.KeyDropout));
            before = before.masked_fill(dropped.logical_and(before.gt(Numbers.Zero)), Numbers.Kept(_untold));
        }
        var input = cat([embedding.call(before), Repeated(codes, keys.size(1))], 2); // (batch, time, embedding + code)
        var logits = answer.call(decoder.Run(input, Start(codes)).Output); // (batch, time, keys + 1)
        var counted = targets.ge(Numbers.Zero);
        var nats = nn.functional.cross_entropy(
            logits.flatten(0, 1), targets.flatten(), ignore_index: -1, reduction: nn.Reduction.None).view(targets.shape).sum(1L);
        return new WrittenErrors(nats, nats.Over(Math.Log(2)), counted.to(ScalarType.Float32).sum(1L));
    }

    /// <summary>Writes the likeliest key at each step.</summary>
    /// <param name="codes">(batch, code).</param>
    /// <returns>(batch, maximum length), int64: keys from 1, and -1 behind the end.</returns>
    public Tensor Write(Tensor codes)
    {
        var memory = new DecoderMemory([codes], ones(codes.size(0), 1, dtype: ScalarType.Bool, device: codes.device));
        return SequenceDecoder.Write(Step, memory, new DecoderState(Start(codes), 1, null), 1, _maximumLength);
    }

    private (Tensor Logits, DecoderState State) Step(DecoderMemory memory, Tensor previous, DecoderState state)
    {
        var input = cat([embedding.call(previous), memory.Read[0]], 1).unsqueeze(1); // (batch, 1, embedding + code)
        var (output, next) = decoder.Run(input, state.Layers);
        return (answer.call(output.squeeze(1)), state with { Layers = next });
    }
}
