using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Data;

/// <summary>
/// One long sequence of tokens cut into windows that are read each from its own start, for networks that carry no state. Shuffled, the cuts
/// lie elsewhere in every epoch, with the sequence closed to a ring; in order, each window overlaps the one before by half, and only what
/// that one has not asked for is asked for. A batch holds tokens and the ones that follow them, both (window, time), int64, -1 where
/// nothing is asked.
/// </summary>
internal sealed class TokenWindows : IBatchSource
{
    private readonly long[] _tokens;
    private readonly int _length;
    private readonly bool _overlap;
    private readonly Device _device;

    /// <param name="tokens">The sequence; at least two tokens.</param>
    /// <param name="length">Tokens per window; fewer in shorter sequences.</param>
    /// <param name="overlap">Whether windows are to be measured, and not learned from.</param>
    /// <param name="device">Where the tensors live.</param>
    public TokenWindows(long[] tokens, int length, bool overlap, Device device)
    {
        (_tokens, _overlap, _device) = (tokens, overlap, device);
        _length = Math.Min(length, tokens.Length - 1);
        RowCount = overlap
            ? 1 + ((tokens.Length - 1 - _length + Stride - 1) / Stride)
            : Math.Max(1, (tokens.Length - 1) / _length);
    }

    /// <inheritdoc/>
    public long RowCount { get; }

    private int Stride => Math.Max(1, _length / 2);

    /// <inheritdoc/>
    public (double Minimum, double Maximum) Range(BatchMember member) =>
        member == BatchMember.Lengths ? (_length, _length) : (_tokens.Min(), _tokens.Max());

    /// <inheritdoc/>
    public IEnumerable<TensorBatch> Epoch(int batchSize, int? shuffleSeed, int firstBatch = 0)
    {
        var order = Enumerable.Range(0, (int)RowCount).ToArray();
        var offset = 0;
        if (shuffleSeed is { } seed)
        {
            var random = new Random(seed);
            random.Shuffle(order);
            offset = random.Next(_tokens.Length - 1);
        }
        foreach (var rows in order.Chunk(batchSize).Skip(firstBatch))
        {
            var inputs = new long[rows.Length * _length];
            var targets = new long[rows.Length * _length];
            for (var row = 0; row < rows.Length; row++)
                Fill(rows[row], offset, inputs.AsSpan(row * _length, _length), targets.AsSpan(row * _length, _length));
            yield return new TensorBatch(
                (BatchMember.Features, tensor(inputs, [rows.Length, _length]).to(_device)),
                (BatchMember.Targets, tensor(targets, [rows.Length, _length]).to(_device)));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private void Fill(int window, int offset, Span<long> inputs, Span<long> targets)
    {
        var last = _tokens.Length - 1;
        var start = _overlap ? Math.Min(window * Stride, last - _length) : offset + ((long)window * _length);
        for (var i = 0; i < inputs.Length; i++)
        {
            var at = (start + i) % last;
            inputs[i] = _tokens[at];
            targets[i] = _tokens[at + 1];
        }
        if (_overlap && window > 0)
            targets[..(int)(((window - 1) * (long)Stride) + _length - start)].Fill(-1);
    }
}
