using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.Classic;

[TestClass]
public sealed class SettlingNetworkWorkout : EstimatorWorkout<SettlingNetworkTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["State"];

    protected override bool HasChance => false;

    protected override IEstimator<SettlingNetworkTransformer> CreateEstimator(MLContext ml) => ml.Transforms.SettlingNetwork(
        "Settled", "State", SettlingNetworkTests.Three with { StepsColumnName = "Steps", EnergyColumnName = "Energy" });

    protected override IDataView CreateData(MLContext ml) => SettlingNetworkTests.View(ml, 11);
}

[TestClass]
public sealed class SettlingNetworkTests
{
    private readonly MLContext _ml = new(seed: 1);

    internal static SettlingNetworkOptions Three { get; } = new()
    {
        Weights = [[0.2f, 0.6f, -0.4f], [0.6f, 0.1f, 0.9f], [-0.4f, 0.9f, 0.5f]],
        Biases = [0.1f, -0.2f, 0.05f],
    };

    [TestMethod]
    [DataRow(Activation.HardTanh)]
    [DataRow(Activation.Tanh)]
    [DataRow(Activation.Ramp)]
    [DataRow(Activation.BipolarStep)]
    public void A_state_settles_where_the_recurrence_ends(Activation function)
    {
        var options = Three with { Function = function, StepsColumnName = "Steps", Tolerance = 1e-5 };
        using var model = _ml.Transforms.SettlingNetwork("Settled", "State", options).Fit(View(_ml, 5));
        var scored = model.Transform(View(_ml, 5));
        var (starts, ends, steps) = (
            scored.GetColumn<float[]>("State").ToArray(), scored.GetColumn<float[]>("Settled").ToArray(),
            scored.GetColumn<float>("Steps").ToArray());
        for (var row = 0; row < starts.Length; row++)
        {
            var state = Array.ConvertAll(starts[row], x => (double)x);
            var count = 0;
            for (; count < 1000; count++)
            {
                var next = Three.Weights.Select((w, unit) => Apply(
                    function, w.Zip(state, (weight, a) => weight * a).Sum() + Three.Biases![unit])).ToArray();
                if (next.Zip(state, (a, b) => Math.Abs(a - b)).Max() <= 1e-5)
                    break;
                state = next;
            }
            for (var unit = 0; unit < 3; unit++)
                Assert.AreEqual(state[unit], ends[row][unit], 1e-4, $"row {row}, unit {unit}");
            Assert.AreEqual(count, steps[row], 1, "float and double may part by a step at the border");
            // All units move at once, so that steps may swing between two states for ever.
            if (function != Activation.BipolarStep)
                Assert.IsLessThan(1000f, steps[row]);
        }
    }

    [TestMethod]
    public void No_step_of_a_symmetric_network_that_moves_slowly_raises_the_energy()
    {
        var energies = new List<float>();
        // Weights with nothing below 0 on the spectrum: no step overshoots.
        var options = new SettlingNetworkOptions
        {
            Weights = [[0.5f, 0.3f], [0.3f, 0.6f]],
            Biases = [0.05f, -0.1f],
            EnergyColumnName = "Energy",
        };
        var start = _ml.Data.LoadFromEnumerable([new Pair { State = [0.4f, -0.9f] }]);
        foreach (var steps in new[] { 1, 2, 3, 5, 10, 100 })
        {
            using var model = _ml.Transforms.SettlingNetwork("Settled", "State", options with { MaximumSteps = steps }).Fit(start);
            var scored = model.Transform(start);
            var a = scored.GetColumn<float[]>("Settled").Single();
            var energy = scored.GetColumn<float>("Energy").Single();
            Assert.AreEqual(
                (-0.5 * ((0.5 * a[0] * a[0]) + (0.6 * a[0] * a[1]) + (0.6 * a[1] * a[1]))) - (0.05 * a[0]) + (0.1 * a[1])
                    + (0.5 * ((a[0] * a[0]) + (a[1] * a[1]))),
                energy, 1e-6);
            energies.Add(energy);
        }
        for (var i = 1; i < energies.Count; i++)
            Assert.IsLessThanOrEqualTo(energies[i - 1] + 1e-6f, energies[i]);
        Assert.IsLessThan(energies[0], energies[^1]);
    }

    [TestMethod]
    public void A_network_that_never_settles_stops_at_the_last_step()
    {
        var swap = new SettlingNetworkOptions { Weights = [[0, 1], [1, 0]], MaximumSteps = 7, StepsColumnName = "Steps" };
        var start = _ml.Data.LoadFromEnumerable([new Pair { State = [1, -1] }, new Pair { State = [1, 1] }]);
        using var model = _ml.Transforms.SettlingNetwork("Settled", "State", swap).Fit(start);
        CollectionAssert.AreEqual(new[] { 7f, 0 }, model.Transform(start).GetColumn<float>("Steps").ToArray(), "rows settle by themselves");
        CollectionAssert.AreEqual(new[] { -1f, 1 }, model.Transform(start).GetColumn<float[]>("Settled").First());
    }

    [TestMethod]
    public void Wrong_weights_and_names_are_refused_all_at_once()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => _ml.Transforms.SettlingNetwork("A", "B", new SettlingNetworkOptions
        {
            Weights = [[1, 2], [3, float.NaN], [1]],
            Biases = [1],
            MaximumSteps = 1_000_001,
            Tolerance = -1,
            Function = Activation.Tanh,
            StepsColumnName = "S",
            EnergyColumnName = "S",
        }));
        foreach (var part in new[]
        {
            "Weights[0] is a list of 2; it must be a list of 3 numbers", "Weights[2] is a list of 1", "Biases is a list of 1",
            "MaximumSteps is 1000001", "Tolerance is -1", "EnergyColumnName is \"S\"; it must be another name",
            "EnergyColumnName is \"S\"; it must be null for Tanh",
        })
            StringAssert.Contains(error.Message, part);
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => _ml.Transforms.SettlingNetwork("A", "B", new SettlingNetworkOptions())).Message,
            "Weights is empty");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(
                () => _ml.Transforms.SettlingNetwork("A", "State", new SettlingNetworkOptions { Weights = [[1]] }).Fit(View(_ml, 3)))
                .Message,
            "column 'State'");
    }

    internal static IDataView View(MLContext ml, int rows)
    {
        var random = new Random(3);
        return ml.Data.LoadFromEnumerable([.. Enumerable.Range(0, rows).Select(_ => new Triple
        {
            State = [.. Enumerable.Range(0, 3).Select(_ => (2 * random.NextSingle()) - 1)],
        })]);
    }

    private static double Apply(Activation function, double x) => function switch
    {
        Activation.HardTanh => Math.Clamp(x, -1, 1),
        Activation.Ramp => Math.Clamp(x, 0, 1),
        Activation.BipolarStep => x >= 0 ? 1 : -1,
        _ => Math.Tanh(x),
    };

    private sealed class Triple
    {
        [VectorType(3)]
        public float[] State { get; set; } = [];
    }

    private sealed class Pair
    {
        [VectorType(2)]
        public float[] State { get; set; } = [];
    }
}
