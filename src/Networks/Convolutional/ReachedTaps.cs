using System.Runtime.CompilerServices;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>
/// The taps of a convolution's kernels that its pictures reach, as weights of their own of which the slopes are asked for, while a
/// training moves them: those around them stand above zeros alone, and neither slopes nor what an optimizer remembers are then kept of
/// them.
/// </summary>
/// <remarks>
/// The weights as a whole stay what counts: each pass reads them anew, and <see cref="Write"/> puts there what was moved.
/// </remarks>
internal sealed class ReachedTaps : IDisposable
{
    private static readonly ConditionalWeakTable<Tensor, ReachedTaps> Known = [];

    private readonly Parameter _weight;
    private TapWindow _window;
    private Tensor? _part;
    private bool _isShared;

    private ReachedTaps(Parameter weight) => _weight = weight;

    /// <summary>Offers passes the taps of a weight as weights of their own.</summary>
    /// <param name="weight">Any parameter.</param>
    /// <returns>
    /// The caller's; null where the weight is no convolution's in the processor's memory, or another caller moves it too.
    /// </returns>
    public static ReachedTaps? Begin(Parameter weight)
    {
        if (weight.dim() != 4 || !CanBeCopied(weight))
            return null;
        var begun = new ReachedTaps(weight);
        if (Known.TryAdd(weight, begun))
            return begun;
        if (Known.TryGetValue(weight, out var other))
            other._isShared = true;
        return null;
    }

    /// <summary>Whether a weight's numbers are float32 in the processor's memory, in a row, and no more than a span reaches.</summary>
    public static bool CanBeCopied(Tensor weight) => weight.dtype == ScalarType.Float32 && weight.device_type == DeviceType.CPU
        && weight.is_contiguous() && weight.numel() <= int.MaxValue / sizeof(float);

    /// <summary>What a training has begun for a weight; null where none has.</summary>
    public static ReachedTaps? Of(Tensor weight) => Known.TryGetValue(weight, out var begun) ? begun : null;

    /// <summary>Which taps they are.</summary>
    /// <value>Known once <see cref="For"/> has answered.</value>
    public TapWindow Window => _window;

    /// <summary>The taps as they are in the weights now, for a pass whose slopes are asked for.</summary>
    /// <param name="window">Which; the first pass decides for all.</param>
    /// <returns>(filters, channels · taps), and stays this object's; null where the taps have to be taken from the weights.</returns>
    public Tensor? For(TapWindow window)
    {
        if (_isShared || !_weight.requires_grad || !is_grad_enabled() || (_part is not null && window != _window))
            return null;
        if (_part is null)
        {
            _window = window;
            var room = empty(_weight.size(0), _weight.size(1) * window.Count, dtype: ScalarType.Float32);
            _part = room.requires_grad_().DetachFromDisposeScope();
        }
        window.Gather(_weight.Floats(), Numbers);
        return _part;
    }

    /// <summary>The taps, in the order of <see cref="For"/>.</summary>
    public Span<float> Numbers => _part!.Floats();

    /// <summary>The slope of the taps, of their shape; null where no pass has left any.</summary>
    public Tensor? Gradient => _part?.grad;

    /// <summary>Forgets the slopes.</summary>
    public void ForgetGradient()
    {
        if (_part is not null)
            _part.grad = null;
    }

    /// <summary>Puts the taps into the weights.</summary>
    public void Write() => _window.Scatter(Numbers, _weight.Floats());

    /// <summary>The slope of all taps.</summary>
    /// <param name="gradient">Of those reached.</param>
    /// <returns>Of the shape of the weights, 0 around them.</returns>
    public Tensor Spread(Tensor gradient)
    {
        var whole = zeros(_weight.shape, dtype: ScalarType.Float32);
        _window.Scatter(gradient.Floats(), whole.Floats());
        return whole;
    }

    /// <summary>Has passes take the taps from the weights again.</summary>
    public void Dispose()
    {
        Known.Remove(_weight);
        _part?.Dispose();
    }
}
