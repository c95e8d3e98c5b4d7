using DeepML.Data;
using DeepML.Networks;
using DeepML.Workout;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Transforms.Tests.Gan;

/// <summary>The output biases of a generator, moved until categories come as often as in the data.</summary>
[TestClass]
public sealed class GanCalibrationTests
{
    private static readonly TableColumn Price = new("Price", TableColumnKind.Number, "Single", 0, [])
    {
        Mixture = new GaussianMixture([0.5, 0.5], [1, 9], [0.5, 1]),
        Maximum = 9,
    };

    private static readonly TableColumn City =
        new("City", TableColumnKind.Category, "String", 0, []) { Values = ["Bern", "Rome", "Oslo"], Counts = [1, 1, 1] };

    [TestMethod]
    public void Modes_and_categories_come_as_often_as_in_the_rows_and_numbers_stay_as_they_were()
    {
        // place and mode of the price, city: modes 3 to 1, cities 2 to 2 to none
        float[] compact = [0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1, 1];
        using var generator = Generator([7, 3, -1, 0, 5, 2], out var description);
        GanCalibration.Apply(generator, description, compact, CPU);
        using var scope = NewDisposeScope();
        var bias = generator.OutputBias.detach();
        Assert.AreEqual(7f, bias[0].item<float>(), "the place of a number");
        Check([0.75f, 0.25f], bias.narrow(0, 1, 2).softmax(0));
        Check([0.5f, 0.5f, 1e-6f], bias.narrow(0, 3, 3).softmax(0));
    }

    [TestMethod]
    public void What_depends_on_the_latent_is_right_on_average()
    {
        using var generator = Generator([0, 0, 0, 0, 0, 0], out var description);
        using (no_grad())
            generator.parameters().Single(weight => weight.dim() == 2)[1, 0] = tensor(2f); // the first mode goes with the latent
        GanCalibration.Apply(generator, description, [0, 0, 0, 0, 0, 1, 0, 0, 2, 0, 1, 0, 0, 1, 1], CPU);
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        var made = generator.call(randn(20000, 1, generator: new Generator(9)), zeros(new long[] { 20000, 0 }));
        Assert.AreEqual(0.6, made.narrow(1, 1, 2).softmax(1).select(1, 0).mean().item<float>(), 0.01);
        Assert.AreEqual(0.4, made.narrow(1, 3, 3).softmax(1).select(1, 0).mean().item<float>(), 1e-4);
    }

    [TestMethod]
    public void The_generator_goes_on_training_and_leaves_no_tensor_behind()
    {
        float[] compact = [0, 0, 0, 0, 1, 1];
        using var generator = Generator([0, 0, 0, 0, 0, 0], out var description);
        generator.train();
        GanCalibration.Apply(generator, description, compact, CPU);
        Assert.IsTrue(generator.training);
        var before = LiveTensors.Count();
        GanCalibration.Apply(generator, description, compact, CPU);
        Assert.AreEqual(before, Tensor.TotalCount);
    }

    [TestMethod]
    public void Where_nothing_is_chosen_nothing_is_moved()
    {
        var size = new TableColumn("Size", TableColumnKind.Vector, "Single", 0, [2]) { Offsets = [0, 0], Scales = [1, 1] };
        var description = FixedGenerator.Describe([size]);
        using var generator = new DenseGenerator(description.Architecture);
        var before = generator.OutputBias.ReadAll<float>();
        GanCalibration.Apply(generator, description, [1, 2], CPU);
        CollectionAssert.AreEqual(before, generator.OutputBias.ReadAll<float>());
        using var pictures = new FixedGenerator(1, 2, 3, 4, 5, 6);
        GanCalibration.Apply(pictures, FixedGenerator.Describe([Price, City]), [0, 0, 0], CPU);
        Assert.AreEqual(0, pictures.Calls, "another network than the dense one has no such biases");
    }

    private static DenseGenerator Generator(float[] bias, out GanDescription description)
    {
        description = FixedGenerator.Describe([Price, City]);
        var generator = new DenseGenerator(description.Architecture);
        using var gradientsOff = no_grad();
        using var given = tensor(bias);
        foreach (var weight in generator.parameters())
            weight.zero_();
        generator.OutputBias.copy_(given);
        return generator;
    }

    private static void Check(float[] expected, Tensor found)
    {
        var numbers = found.ReadAll<float>();
        for (var i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], numbers[i], 1e-4f, $"place {i}");
    }
}
