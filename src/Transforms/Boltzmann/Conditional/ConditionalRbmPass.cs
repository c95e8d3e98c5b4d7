using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Transforms;

/// <summary>What one pass of a batch through a machine with a past yields; what is not asked for is not computed.</summary>
/// <param name="network">The fitted machine.</param>
/// <param name="rows">(batch, (past frames + 1) · frame), in the scale of the data.</param>
/// <param name="passes">Passes of a prediction.</param>
internal sealed class ConditionalRbmPass(ConditionalRbmNetwork network, Tensor rows, int passes)
{
    private (Tensor Present, ConditionalRbmNetwork.Drive Drive, Tensor Input)? _seen;

    /// <summary>Means of the hidden units of the last frame, (batch, hidden).</summary>
    public Tensor HiddenMean => network.Machine.HiddenMean(Seen.Input);

    /// <summary>Free energy of the last frame given those before it, (batch), in nats.</summary>
    public Tensor FreeEnergy => network.FreeEnergy(Seen.Present, Seen.Input, Seen.Drive);

    /// <summary>The frame that follows the row, (batch, frame), in the scale of the data.</summary>
    public Tensor Next
    {
        get
        {
            var size = network.Architecture.FrameSize;
            var (past, last) = network.PastOf(rows.narrow(1, size, rows.size(1) - size));
            return network.Machine.Restore(network.Next(past, last, passes));
        }
    }

    private (Tensor Present, ConditionalRbmNetwork.Drive Drive, Tensor Input) Seen
    {
        get
        {
            if (_seen is { } seen)
                return seen;
            var (past, present) = network.Split(rows);
            var drive = network.Of(past);
            _seen = (present, drive, network.HiddenInput(present, drive));
            return _seen.Value;
        }
    }
}
