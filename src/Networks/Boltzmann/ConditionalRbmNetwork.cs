using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>
/// A restricted Boltzmann machine of one frame whose biases depend on the frames before it: a + A·past of the visible units, which is
/// an autoregression, and b + B·past of the hidden ones (Taylor, Hinton and Roweis, NIPS 2006).
/// </summary>
internal sealed class ConditionalRbmNetwork : Module<Tensor, Tensor>, IHasArchitecture
{
    private const double FirstDeviation = 0.01;

    [ComponentName(Name = "past_visible")] private readonly Parameter past_visible;
    [ComponentName(Name = "past_hidden")] private readonly Parameter past_hidden;
    [ComponentName(Name = "machine")] private readonly RbmNetwork machine;

    /// <summary>Builds the machine: nothing is said of the next frame by the past, and hidden units see it with deviation 0.01.</summary>
    public ConditionalRbmNetwork(ConditionalRbmArchitecture architecture) : base("ConditionalRbm")
    {
        Architecture = architecture;
        var past = architecture.PastFrames * architecture.FrameSize;
        past_visible = Parameter(WeightRoom.Zeros(architecture.FrameSize, past), false);
        past_hidden = Parameter(WeightRoom.Zeros(architecture.Machine.HiddenSize, past), false);
        machine = new RbmNetwork(architecture.Machine);
        RegisterComponents();
        init.normal_(past_hidden, 0, FirstDeviation);
    }

    /// <inheritdoc/>
    object IHasArchitecture.Architecture => Architecture;

    /// <summary>Sizes and units.</summary>
    public ConditionalRbmArchitecture Architecture { get; }

    /// <summary>The machine of one frame.</summary>
    public RbmNetwork Machine => machine;

    /// <summary>A, (frame, past frames · frame).</summary>
    public Parameter PastToVisible => past_visible;

    /// <summary>B, (hidden, past frames · frame).</summary>
    public Parameter PastToHidden => past_hidden;

    /// <summary>What the past adds to the biases.</summary>
    /// <param name="Visible">A·past, (batch, frame).</param>
    /// <param name="Hidden">B·past, (batch, hidden); for D counted words it counts D times, as the bias does.</param>
    public readonly record struct Drive(Tensor Visible, Tensor Hidden);

    /// <summary>The two parts of rows as the machine sees them.</summary>
    /// <param name="rows">(batch, (past frames + 1) · frame), as in the data, the oldest frame first.</param>
    /// <returns>The past, (batch, past frames · frame), and the present, (batch, frame).</returns>
    public (Tensor Past, Tensor Present) Split(Tensor rows)
    {
        var frames = Standardized(rows, Architecture.PastFrames + 1); // (batch, past frames + 1, frame)
        return (Past(frames.narrow(1, 0, Architecture.PastFrames)), frames.select(1, Architecture.PastFrames));
    }

    /// <summary>The past of the frame that follows rows of frames.</summary>
    /// <param name="frames">(batch, past frames · frame), as in the data, the oldest first.</param>
    /// <returns>The past as the machine sees it, (batch, past frames · frame), and its last frame, (batch, frame).</returns>
    public (Tensor Past, Tensor Last) PastOf(Tensor frames)
    {
        var seen = Standardized(frames, Architecture.PastFrames); // (batch, past frames, frame)
        return (Past(seen), seen.select(1, Architecture.PastFrames - 1));
    }

    /// <summary>What the past says.</summary>
    /// <param name="past">From <see cref="Split"/> or <see cref="PastOf"/>.</param>
    public Drive Of(Tensor past) => new(past.mm(past_visible.t()), past.mm(past_hidden.t()));

    /// <summary>What reaches the hidden units: b + B·past + Wv; D·(b + B·past) + Wv for D counted words.</summary>
    /// <param name="visible">(batch, frame), standardized.</param>
    /// <param name="drive">What the past says.</param>
    /// <returns>(batch, hidden).</returns>
    public Tensor HiddenInput(Tensor visible, Drive drive) => machine.HiddenInput(visible).PlusInPlace(
        machine.Lengths(visible) is { } lengths ? lengths * drive.Hidden : drive.Hidden);

    /// <summary>The visible units' means given the hidden units and the past.</summary>
    /// <param name="hidden">(batch, hidden).</param>
    /// <param name="drive">What the past says.</param>
    /// <param name="lengths">Counted words of each row, (batch, 1); null for as many as rows have in the mean.</param>
    /// <returns>(batch, frame), standardized.</returns>
    public Tensor VisibleMean(Tensor hidden, Drive drive, Tensor? lengths = null) => machine.VisibleMean(hidden, lengths, drive.Visible);

    /// <summary>Free energy of frames given their past, up to a number that depends on the past alone.</summary>
    /// <param name="visible">(batch, frame), standardized.</param>
    /// <param name="input">From <see cref="HiddenInput"/>.</param>
    /// <param name="drive">What the past says.</param>
    /// <returns>(batch), in nats.</returns>
    public Tensor FreeEnergy(Tensor visible, Tensor input, Drive drive) => machine.FreeEnergy(visible, input, drive.Visible);

    /// <summary>The next frame without chance: from the last one, means go up and down between the two sides.</summary>
    /// <param name="past">(batch, past frames · frame), from <see cref="PastOf"/> or <see cref="Split"/>.</param>
    /// <param name="last">(batch, frame), the last frame of it.</param>
    /// <param name="passes">How often; at least 1.</param>
    /// <returns>(batch, frame), standardized.</returns>
    public Tensor Next(Tensor past, Tensor last, int passes)
    {
        var drive = Of(past);
        var visible = last;
        for (var pass = 0; pass < passes; pass++)
            visible = VisibleMean(machine.HiddenMean(HiddenInput(visible, drive)), drive, machine.Lengths(visible));
        return visible;
    }

    /// <summary>Draws the next frame: from the last one, Gibbs sampling between the two sides under what the past says.</summary>
    /// <param name="past">(batch, past frames · frame).</param>
    /// <param name="last">(batch, frame).</param>
    /// <param name="steps">Full steps; at least 1.</param>
    /// <param name="random">Owner of chance.</param>
    /// <returns>The means of the last step, and what was drawn from them, (batch, frame), standardized.</returns>
    public (Tensor Mean, Tensor Sample) Draw(Tensor past, Tensor last, int steps, GibbsRandom random)
    {
        var drive = Of(past);
        var (mean, visible) = (last, last);
        for (var step = 0; step < steps; step++)
        {
            var input = HiddenInput(visible, drive);
            mean = VisibleMean(machine.SampleHidden(input, machine.HiddenMean(input), random), drive, machine.Lengths(visible));
            visible = machine.SampleVisible(mean, random);
        }
        return (mean, visible);
    }

    /// <summary>The hidden means of rows of data.</summary>
    /// <param name="input">(batch, (past frames + 1) · frame), as in the data.</param>
    /// <returns>(batch, hidden).</returns>
    public override Tensor forward(Tensor input)
    {
        var (past, present) = Split(input);
        return machine.HiddenMean(HiddenInput(present, Of(past)));
    }

    private Tensor Standardized(Tensor rows, int frames) => machine.Standardize(rows.reshape(-1, Architecture.FrameSize))
        .view(rows.size(0), frames, Architecture.FrameSize);

    // Counts are divided by the words that a frame has in the mean: else long frames would throw the biases off.
    private Tensor Past(Tensor frames)
    {
        var past = frames.flatten(1);
        return Architecture.Machine.VisibleUnits == VisibleUnits.Counts ? past.Over(machine.MeanLength()) : past;
    }
}
