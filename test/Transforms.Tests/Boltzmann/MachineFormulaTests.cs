using DeepML.Networks;
using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Transforms.Tests.Boltzmann;

/// <summary>Machines over numbers and with rectified units beside their formulas, and stacks of machines through files.</summary>
[TestClass]
public sealed class MachineFormulaTests
{
    private static readonly double[] Means = [10, -2, 0];

    private static readonly double[] Deviations = [4, 0.5, 1];

    private static readonly double[] VisibleBias = [0.3, -0.2, 0.1];

    private static readonly double[] HiddenBias = [-0.5, 0.4];

    private static readonly double[,] Weights = { { 0.9, -0.4, 0.3 }, { -0.7, 0.5, 1.1 } };

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    [DataRow(HiddenUnits.Bernoulli)]
    [DataRow(HiddenUnits.NoisyReLU)]
    public void Means_energies_and_reconstructions_of_numbers_are_those_of_the_formulas(HiddenUnits hidden)
    {
        using var machine = Machine(hidden);
        float[][] rows = [[12, -2.5f, 0.5f], [10, -2, 0], [-3, 1, -4]];
        var scored = machine.Transform(Rows(rows));
        var means = scored.GetColumn<float[]>("Hidden").ToArray();
        var energies = scored.GetColumn<float>("Energy").ToArray();
        var restored = machine.Reconstruct(Rows(rows)).GetColumn<float[]>("Bits").ToArray();
        for (var row = 0; row < rows.Length; row++)
        {
            double[] seen = [.. rows[row].Select((value, i) => (value - Means[i]) / Deviations[i])];
            double[] inputs = [.. HiddenBias.Select((bias, j) => bias + seen.Select((value, i) => value * Weights[j, i]).Sum())];
            double[] units = [.. inputs.Select(x => hidden == HiddenUnits.Bernoulli ? 1 / (1 + Math.Exp(-x)) : Math.Max(x, 0))];
            // Hinton 2010, A Practical Guide; of rectified units the part of a Gaussian above 0
            var part = inputs.Sum(x => hidden == HiddenUnits.Bernoulli ? Math.Log(1 + Math.Exp(x)) : Math.Pow(Math.Max(x, 0), 2) / 2);
            Assert.AreEqual(seen.Select((v, i) => Math.Pow(v - VisibleBias[i], 2) / 2).Sum() - part, energies[row], 1e-4);
            for (var j = 0; j < 2; j++)
                Assert.AreEqual(units[j], means[row][j], 1e-5);
            for (var i = 0; i < 3; i++)
                Assert.AreEqual(
                    Means[i] + (Deviations[i] * (VisibleBias[i] + (units[0] * Weights[0, i]) + (units[1] * Weights[1, i]))),
                    restored[row][i], 1e-4, "in the unit of the data");
        }
    }

    [TestMethod]
    public void Draws_without_a_seed_are_fixed_by_that_of_the_context()
    {
        CollectionAssert.AreEqual(Drawn(3), Drawn(3));
        CollectionAssert.AreNotEqual(Drawn(3), Drawn(4));

        float[] Drawn(int seed)
        {
            using var machine = Machine(HiddenUnits.Bernoulli, new MLContext(seed));
            return [.. machine.Sample(4, 3).SelectMany(row => row)];
        }
    }

    [TestMethod]
    public void Measures_take_rows_of_the_right_size_and_leave_no_tensor_behind()
    {
        using var machine = Machine(HiddenUnits.Bernoulli);
        var data = Rows([12, -2, 0], [9, -1, 1]);
        machine.LogLikelihood(data, 5, 4, seed: 1);
        Assert.AreEqual(0, LiveTensors.GrowthBy(() =>
        {
            machine.LogLikelihood(data, 5, 4, seed: 1);
            machine.Sample(3, 2, seed: 1);
            machine.Reconstruct(data).GetColumn<float[]>("Bits").Count();
        }));
        Assert.AreEqual(
            machine.LogLikelihood(data, 20, 5, seed: 2).LogPartition, machine.LogLikelihood(Rows([0, 0, 0]), 20, 5, seed: 2).LogPartition,
            "Z is that of the machine, whatever the rows are");
        var other = _ml.Data.LoadFromEnumerable([new Wide()]);
        foreach (var ask in new Action[]
        {
            () => machine.LogLikelihood(other, 5, 4), () => machine.Reconstruct(other).GetColumn<float[]>("Bits").Count(),
            () => machine.Transform(other),
        })
            StringAssert.Contains(
                Assert.ThrowsExactly<ArgumentOutOfRangeException>(ask).Message, "expected Vector<Single, 3>, got Vector<Single, 4>");
        Assert.ThrowsExactly<InvalidOperationException>(() => machine.LogLikelihood(Rows(), 5, 4), "there are no rows");
    }

    [TestMethod]
    public void A_stack_is_loaded_with_its_histories_and_its_layers_start_others()
    {
        var architecture = DeepBeliefArchitecture.Create(
            3, VisibleUnits.Bernoulli, [(4, HiddenUnits.NoisyReLU), (2, HiddenUnits.Bernoulli)]);
        manual_seed(4);
        var description = new DeepBeliefDescription(
            new DeepBeliefColumns("Features", "Bits"), architecture, [new TrainingHistory(), new TrainingHistory()]);
        description.Check();
        using var model = new DeepBeliefTransformer(_ml, description, new DeepBeliefNetwork(architecture), CPU);
        using var loaded = GermanNumbers.In(() => _ml.Reloaded(model));
        float[][] rows = [[1, 0, 1], [0, 0, 0.25f], [float.NaN, 0, 1]];
        var features = model.Transform(Rows(rows)).GetColumn<float[]>("Features").ToArray();
        Cells.AreEqual(features, [.. loaded.Transform(Rows(rows)).GetColumn<float[]>("Features")], 0, "features");
        Assert.IsTrue(features[2].All(float.IsNaN));
        CollectionAssert.AreEqual(new[] { 4, 2 }, loaded.HiddenSizes.ToArray());
        CollectionAssert.AreEqual(model.Sample(2, 3, seed: 1)[1], loaded.Sample(2, 3, seed: 1)[1]);
        using var given = model.Transferable();
        Assert.AreEqual("ReLU and Sigmoid", given.HiddenFunction, "who starts from it is told which functions it had");
        loaded.Dispose();
        Assert.ThrowsExactly<ObjectDisposedException>(() => loaded.Sample(1));
        Assert.ThrowsExactly<ObjectDisposedException>(() => loaded.Reconstruct(Rows(rows)));
    }

    private RbmTransformer Machine(HiddenUnits hidden, MLContext? ml = null)
    {
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        var architecture = new RbmArchitecture(3, 2, VisibleUnits.Gaussian, hidden);
        var network = new RbmNetwork(architecture);
        network.StartAt(tensor(Floats(Means)), tensor(Floats(Deviations)), 100);
        network.Weight.copy_(tensor(Floats([.. Weights.Cast<double>()]), [2, 3]));
        network.VisibleBias.copy_(tensor(Floats(VisibleBias)));
        network.HiddenBias.copy_(tensor(Floats(HiddenBias)));
        return new RbmTransformer(
            ml ?? _ml, new RbmDescription(new RbmColumns("Hidden", "Bits", "Energy"), architecture, new TrainingHistory()), network, CPU);
    }

    private static float[] Floats(double[] numbers) => [.. numbers.Select(number => (float)number)];

    private IDataView Rows(params float[][] rows) => _ml.Data.LoadFromEnumerable(rows.Select(row => new Row { Bits = row }).ToArray());

    private sealed class Row
    {
        [VectorType(3)]
        public float[] Bits { get; set; } = [];
    }

    private sealed class Wide
    {
        [VectorType(4)]
        public float[] Bits { get; set; } = new float[4];
    }
}
