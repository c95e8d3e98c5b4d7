using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Data;

/// <summary>
/// One long sequence of tokens cut into streams that are read side by side, segment after segment, so that a network can carry its state
/// from batch to batch. Order is everything here: it is never shuffled. A batch holds tokens and the ones that follow them, both
/// (stream, time), int64, and whether the streams begin, (stream), int64.
/// </summary>
internal sealed class TokenStreams : IBatchSource
{
    private readonly Tensor _inputs;
    private readonly Tensor _targets;
    private readonly int _segment;

    /// <param name="numbers">The sequence; at least two tokens.</param>
    /// <param name="streams">Streams wanted; fewer are made of short sequences.</param>
    /// <param name="segment">Tokens per batch and stream.</param>
    /// <param name="device">Where the tensors live.</param>
    public TokenStreams(long[] numbers, int streams, int segment, Device device)
    {
        _segment = segment;
        Streams = Math.Clamp((numbers.Length - 1) / segment, 1, streams);
        var length = (numbers.Length - 1 + Streams - 1) / Streams;
        var inputs = new long[Streams * length];
        var targets = new long[Streams * length];
        for (var i = 0; i < inputs.Length; i++)
        {
            // the last stream is filled up from the beginning of the sequence, where nothing is asked of the network
            inputs[i] = numbers[i % (numbers.Length - 1)];
            targets[i] = i < numbers.Length - 1 ? numbers[i + 1] : -1;
        }
        using var scope = NewDisposeScope();
        _inputs = tensor(inputs, [Streams, length]).to(device).DetachFromDisposeScope();
        _targets = tensor(targets, [Streams, length]).to(device).DetachFromDisposeScope();
    }

    /// <summary>Streams side by side: rows of every batch.</summary>
    public int Streams { get; }

    /// <inheritdoc/>
    public long RowCount => Streams * ((_inputs.size(1) + _segment - 1) / _segment);

    /// <inheritdoc/>
    public (double Minimum, double Maximum) Range(BatchMember member)
    {
        using var scope = NewDisposeScope();
        var values = member == BatchMember.Features ? _inputs : _targets;
        return (values.min().Double(), values.max().Double());
    }

    /// <inheritdoc/>
    public IEnumerable<TensorBatch> Epoch(int batchSize, int? shuffleSeed, int firstBatch = 0)
    {
        for (var start = (long)firstBatch * _segment; start < _inputs.size(1); start += _segment)
        {
            var count = Math.Min(_segment, _inputs.size(1) - start);
            var begins = start == 0 ? ones(Streams, dtype: ScalarType.Int64) : zeros(Streams, dtype: ScalarType.Int64);
            yield return new TensorBatch(
                (BatchMember.Features, _inputs.narrow(1, start, count)), (BatchMember.Targets, _targets.narrow(1, start, count)),
                (BatchMember.Begins, begins));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _inputs.Dispose();
        _targets.Dispose();
    }
}
