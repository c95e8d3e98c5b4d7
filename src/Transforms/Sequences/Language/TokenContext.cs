using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Transforms;

/// <summary>
/// Reads a sequence token by token and says what may follow. A recurrent network keeps its state, a causal transformer the keys and values
/// of what it has read; when its context is full it begins anew with the last half, so that one token costs the same wherever it stands.
/// </summary>
/// <param name="network">The network, in scoring mode.</param>
/// <param name="context">Tokens that a network without a state of one size looks back on; of no concern to others.</param>
/// <param name="device">Where it is.</param>
internal sealed class TokenContext(TokenLanguageNetwork network, int context, Device device) : IDisposable
{
    private readonly List<long> _read = [0]; // the end of what came before
    private Tensor[][]? _states;
    private int _answered; // tokens read when the last answer was given
    private int _kept; // tokens in the states

    /// <summary>Reads a token.</summary>
    public void Read(long token) => _read.Add(token);

    /// <summary>The logits of what may follow.</summary>
    public float[] Logits()
    {
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        if (!network.Language.Stack.Encoder.CarriesState)
            return Last(network.call(Tokens(Math.Min(context, _read.Count))));
        var count = _read.Count - _answered;
        if (!network.Language.CarriesState && _kept + count > context)
        {
            Forget();
            count = Math.Min(_read.Count, Math.Max(1, context / 2));
        }
        var (logits, next) = network.Continue(Tokens(count), _states);
        var kept = _kept + count;
        Forget();
        _states = [.. next.Select(layer => Array.ConvertAll(layer, state => state.DetachFromDisposeScope()))];
        (_kept, _answered) = (kept, _read.Count);
        return Last(logits);
    }

    /// <inheritdoc/>
    public void Dispose() => Forget();

    private Tensor Tokens(int last) => tensor(_read.GetRange(_read.Count - last, last).ToArray(), [1, last]).to(device);

    private static float[] Last(Tensor logits) => logits.select(1, logits.size(1) - 1).ReadAll<float>();

    private void Forget()
    {
        foreach (var state in _states?.SelectMany(layer => layer) ?? [])
            state.Dispose();
        (_states, _kept) = (null, 0);
    }
}
