using System.Text.Json;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DeepML.Compat.TorchSharp.Tests;

[TestClass]
public class OptimizerParityTests
{
    internal static readonly Dictionary<string, Func<IEnumerable<Parameter>, OptimizerHelper>> Optimizers = new()
    {
        ["SGD"] = ps => optim.SGD(ps, 0.1),
        ["SGD decay"] = ps => optim.SGD(ps, 0.1, weight_decay: 0.2),
        ["SGD maximize"] = ps => optim.SGD(ps, 0.1, 0.5, maximize: true),
        ["SGD momentum"] = ps => optim.SGD(ps, 0.1, 0.9, 0.3, 0.1),
        ["SGD nesterov"] = ps => optim.SGD(ps, 0.1, 0.9, nesterov: true),
        ["SGD momentum float64"] = ps => optim.SGD(ps, 0.1, 0.9),
        ["SGD transposed"] = ps => optim.SGD(ps, 0.1, 0.9),
        ["Adam"] = ps => optim.Adam(ps, 0.05),
        ["Adam options"] = ps => optim.Adam(ps, 0.05, 0.8, 0.95, 1e-6, 0.1, true, true),
        ["Adam float64"] = ps => optim.Adam(ps, 0.05, weight_decay: 0.01),
        ["Adam transposed"] = ps => optim.Adam(ps, 0.05),
        ["AdamW"] = ps => optim.AdamW(ps, 0.05, weight_decay: 0.1),
        ["AdamW amsgrad"] = ps => optim.AdamW(ps, 0.05, weight_decay: 0.1, amsgrad: true),
        ["RMSProp"] = ps => optim.RMSProp(ps, 0.01),
        ["RMSProp options"] = ps => optim.RMSProp(ps, 0.01, 0.9, 1e-6, 0.1, 0.8),
        ["RMSProp centered"] = ps => optim.RMSProp(ps, 0.01, momentum: 0.5, centered: true),
        ["Adagrad"] = ps => optim.Adagrad(ps, 0.1, 0.1, 0.1, 0.5),
        ["Adadelta"] = ps => optim.Adadelta(ps, 1.0, weight_decay: 0.1),
    };

    public static IEnumerable<object[]> Names => Optimizers.Keys.Select(k => new object[] { k });

    [TestMethod]
    public void Every_optimizer_has_recorded_numbers() => CollectionAssert.AreEquivalent(
        LayerReference.Names("optimizers").Select(n => (string)n[0]).Where(n => n != "LBFGS").ToArray(), Optimizers.Keys.ToArray());

    static Parameter[] Start(JsonElement recorded) => [.. recorded.GetProperty("start").Tensors().Select(t => new Parameter(t))];

    // The gradients of one recorded step; a null one leaves the parameter out.
    static void SetGradients(Parameter[] parameters, JsonElement step, bool transposed)
    {
        foreach (var (i, g) in step.GetProperty("grads").EnumerateArray().Index())
        {
            if (g.ValueKind == JsonValueKind.Null) parameters[i].grad = null!;
            else parameters[i].grad = transposed && i == 0 ? g.Tensor().t().contiguous().t() : g.Tensor();
        }
    }

    static void AssertStep(Parameter[] parameters, JsonElement step, string what)
    {
        foreach (var (i, expected) in step.GetProperty("parameters").Tensors().Index())
            LayerReference.AssertClose(expected, parameters[i], $"{what}, parameter {i}", 1e-5);
    }

    [TestMethod, DynamicData(nameof(Names))]
    public void Five_steps_take_the_parameters_where_PyTorch_takes_them(string name)
    {
        using var scope = NewDisposeScope();
        var recorded = LayerReference.Case("optimizers", name);
        var parameters = Start(recorded);
        using var optimizer = Optimizers[name](parameters);
        foreach (var (i, step) in recorded.GetProperty("steps").EnumerateArray().Index())
        {
            SetGradients(parameters, step, name.EndsWith("transposed", StringComparison.Ordinal));
            optimizer.step();
            AssertStep(parameters, step, $"step {i}");
        }
    }

    [TestMethod, DynamicData(nameof(Names))]
    public void A_stopped_run_goes_on_from_its_saved_state_as_if_it_had_not_stopped(string name)
    {
        using var scope = NewDisposeScope();
        var recorded = LayerReference.Case("optimizers", name);
        var steps = recorded.GetProperty("steps").EnumerateArray().ToArray();
        var parameters = Start(recorded);
        var optimizer = Optimizers[name](parameters);
        foreach (var step in steps[..3])
        {
            SetGradients(parameters, step, false);
            optimizer.step();
        }
        var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true)) optimizer.save_state_dict(writer);
        Parameter[] copies = [.. parameters.Select(p => new Parameter(p.detach().clone()))];
        using var next = Optimizers[name](copies);
        stream.Position = 0;
        using (var reader = new BinaryReader(stream)) next.load_state_dict(reader);
        optimizer.Dispose();
        foreach (var (i, step) in steps[3..].Index())
        {
            SetGradients(copies, step, false);
            next.step();
            AssertStep(copies, step, $"step {i + 3}");
        }
    }

    [TestMethod]
    public void L_BFGS_walks_down_the_valley_as_PyTorch_does()
    {
        using var scope = NewDisposeScope();
        var x = new Parameter(tensor(new[] { -1.2, 1.0 }));
        using var optimizer = optim.LBFGS([x], 0.1, 8, history_size: 3);
        foreach (var point in LayerReference.Case("optimizers", "LBFGS").EnumerateArray())
        {
            var loss = optimizer.step(() =>
            {
                optimizer.zero_grad();
                var f = (1 - x[0]).pow(2) + 5 * (x[1] - x[0].pow(2)).pow(2);
                f.backward();
                return f;
            });
            Assert.AreEqual(point.GetProperty("loss").GetDouble(), loss.item<double>(), 1e-6);
            CollectionAssert.AreEqual(point.GetProperty("x").EnumerateArray().Select(e => Math.Round(e.GetDouble(), 6)).ToArray(),
                x.data<double>().ToArray().Select(e => Math.Round(e, 6)).ToArray());
        }
    }

    [TestMethod]
    public void Large_parameters_are_updated_like_small_ones()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        // Long enough for several tasks, with a tail that does not fill a vector.
        var start = randn(100_003);
        var gradient = randn(100_003);
        foreach (var (name, make) in Optimizers)
        {
            var whole = new Parameter(start.clone());
            Parameter[] pieces = [.. start.split(1000).Select(p => new Parameter(p.clone()))];
            using var one = make([whole]);
            using var many = make(pieces);
            for (var i = 0; i < 2; i++)
            {
                whole.grad = gradient.clone();
                foreach (var (k, g) in gradient.split(1000).Index()) pieces[k].grad = g.clone();
                one.step();
                many.step();
            }
            Assert.IsTrue(cat([.. pieces.Select(p => p.detach())], 0).equal(whole.detach()).all().item<bool>(), name);
        }
    }
}
