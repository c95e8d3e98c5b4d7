using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DeepML.Trainers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DeepML.Bench;

/// <summary>The ways in which a step of an optimizer can be made on a processor, over the same parameters of float32.</summary>
internal sealed class OptimizerWays : IDisposable
{
    private const double Rate = 1e-3;
    private const long Step = 10;

    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly jit.CompilationUnit _script = jit.compile(ListScript.Text); // the library's own, which is linked into this program
    private readonly Scalar[] _adam = [0.9, 0.999, 1e-8, 0.0, 1.0, Rate, 1.0];   // held: native code has their handles only
    private readonly Scalar[] _fusedAdam = [0.9, 0.999, 1e-8, 0.0, Rate, (double)Step];
    private readonly Scalar[] _momentum = [Rate, 0.9, 0.0];
    private readonly Tensor[] _weights, _gradients, _first, _second, _remembered;
    private readonly Parameter[] _parameters;
    private readonly int[] _counts;

    public OptimizerWays(long[][] shapes)
    {
        Tensor[] Made() => [.. shapes.Select(shape => randn(shape))];
        (_weights, _gradients, _first) = (Made(), Made(), Made());
        _second = [.. Made().Select(tensor => tensor.abs_())];
        _counts = [.. _weights.Select(tensor => (int)tensor.numel())];
        _remembered = [.. _counts.Select(count => zeros(2 * Padded(count)))];
        _parameters = [.. Made().Select(tensor => new Parameter(tensor))];
        foreach (var (parameter, gradient) in _parameters.Zip(_gradients))
            parameter.grad = gradient;
    }

    /// <summary>Adam, by the library's pass over numbers, torch's operations one by one, torch.optim, and both kinds of lists.</summary>
    public IReadOnlyList<(string Name, Action Step)> Adam()
    {
        var rule = new AdamOptimizer().Rule(0);
        var reference = optim.Adam(_parameters, Rate);
        return
        [
            ("pass", () => Pass(rule)),
            ("operations", () => Operations(rule)),
            ("torch_optim", () => reference.step()),
            ("foreach", () => _script.invoke("adam", [_weights, _gradients, _first, _second, .. _adam])),
            ("fused", () => _script.invoke(
                "fused_adam", [_weights, _gradients, _first, _second, .. _fusedAdam[..4], false, .. _fusedAdam[4..]])),
        ];
    }

    /// <summary>Gradient descent with momentum, in the same ways.</summary>
    public IReadOnlyList<(string Name, Action Step)> Momentum()
    {
        var rule = new GradientDescentOptimizer { Momentum = 0.9 }.Rule(0);
        var reference = optim.SGD(_parameters, Rate, 0.9);
        Action List(string function) => () => _script.invoke(
            function, [_weights, _gradients, _first, .. _momentum[..2], false, _momentum[2]]);
        return
        [
            ("pass", () => Pass(rule)), ("operations", () => Operations(rule)), ("torch_optim", () => reference.step()),
            ("foreach", List("roll")), ("fused", List("fused_roll")),
        ];
    }

    public void Dispose()
    {
        _scope.Dispose();
        _script.Dispose();
    }

    private void Pass(OptimizerRule rule)
    {
        for (var i = 0; i < _weights.Length; i++)
            Move(rule, Numbers(_weights[i]), Numbers(_gradients[i]),
                Numbers(_remembered[i])[..(rule.StatesPerWeight * Padded(_counts[i]))], Rate, Step);
    }

    private void Operations(OptimizerRule rule)
    {
        for (var i = 0; i < _weights.Length; i++)
        {
            using var scope = NewDisposeScope();
            rule.Move(_weights[i], _gradients[i], [_first[i], _second[i]], Rate, Step);
        }
    }

    private static int Padded(int count) => (count + 15) / 16 * 16;

    private static Span<float> Numbers(Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);

    // The one thing here that is not public: rules of a user's own have no such pass.
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "Move")]
    private static extern void Move(
        OptimizerRule rule, Span<float> weights, ReadOnlySpan<float> gradients, Span<float> states, double rate, long step);
}
