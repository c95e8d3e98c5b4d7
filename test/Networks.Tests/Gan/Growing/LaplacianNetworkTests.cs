using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Gan;

/// <summary>The players of a pyramid of pictures.</summary>
[TestClass]
public sealed class LaplacianNetworkTests
{
    private static readonly PictureShape Shape = new(2, 24, 12, 3);
    private static readonly int[] Starts = [0, 576, 720, 756]; // of pictures of 24×12, 12×6 and 6×3, with two channels
    private static readonly LaplacianPyramidGenerator Form = new() { Filters = 3 };

    [TestMethod]
    public void Real_rows_are_shown_in_all_sizes()
    {
        using var scope = NewDisposeScope();
        using var generator = Generator();
        var rows = randn(3, 576);
        var shown = generator.Shown(rows);
        var pictures = rows.reshape(3, 2, 24, 12);
        Assert.IsTrue(Level(shown, 0).allclose(rows));
        Assert.IsTrue(Level(shown, 1).allclose(nn.functional.avg_pool2d(pictures, 2, 2).flatten(1), 1e-4, 1e-5));
        Assert.IsTrue(Level(shown, 2).allclose(nn.functional.avg_pool2d(pictures, 4, 4).flatten(1), 1e-4, 1e-5));
    }

    [TestMethod]
    public void In_training_each_size_adds_a_band_to_what_is_coarse_of_a_real_picture()
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        using var generator = Generator();
        var shown = generator.Shown(randn(3, 576));
        var tried = generator.Try(randn(3, 7), Classes(3), shown);
        Assert.IsTrue(nn.functional.avg_pool2d(Level(tried, 0).reshape(3, 2, 24, 12), 2, 2).flatten(1)
            .allclose(Level(shown, 1), 1e-3, 1e-4));
        Assert.IsTrue(nn.functional.avg_pool2d(Level(tried, 1).reshape(3, 2, 12, 6), 2, 2).flatten(1)
            .allclose(Level(shown, 2), 1e-3, 1e-4));
        Assert.IsFalse(Level(tried, 0).allclose(Level(shown, 0), 0.01, 0.01), "the details are its own");
        Assert.IsFalse(Level(tried, 2).allclose(Level(shown, 2), 0.01, 0.01), "and so is the smallest picture");
    }

    [TestMethod]
    public void A_picture_has_the_smallest_one_of_its_own_noise_and_details_of_other_noise()
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        using var generator = Generator();
        generator.eval();
        var (noise, classes) = (randn(1, 7), Classes(1)); // two numbers for each of the finer sizes, three for the coarsest
        var made = generator.call(noise, classes);
        var smallest = Coarse(made);
        foreach (var (number, changesSmallest) in new[] { (0, false), (1, false), (2, false), (3, false), (4, true), (5, true), (6, true) })
        {
            var other = noise.clone();
            other[0, number] = 5f;
            var found = generator.call(other, classes);
            Assert.IsFalse(found.allclose(made, 1e-4, 1e-4), $"number {number} counts");
            Assert.AreEqual(!changesSmallest, Coarse(found).allclose(smallest, 1e-3, 1e-4), $"number {number}");
        }

        static Tensor Coarse(Tensor rows) => nn.functional.avg_pool2d(rows.reshape(1, 2, 24, 12), 4, 4);
    }

    [TestMethod]
    public void Each_size_is_judged_by_itself()
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        using var judge = GanNetworks.Discriminator(
            new DiscriminatorArchitecture(576, 2, [6], GanConditioning.Projection, 1, true, true, 0, Shape, Form));
        judge.eval();
        var rows = randn(4, 756);
        var answers = judge.call(rows, Classes(4));
        CollectionAssert.AreEqual(new long[] { 4, 3 }, answers.shape);
        for (var level = 0; level < 3; level++)
        {
            var other = rows.clone();
            other.narrow(1, Starts[level], Starts[level + 1] - Starts[level]).mul_(-1f);
            var found = judge.call(other, Classes(4));
            for (var column = 0; column < 3; column++)
                Assert.AreEqual(column != level, found.select(1, column).allclose(answers.select(1, column), 1e-4, 1e-5),
                    $"answer {column} to a change of size {level}");
        }
    }

    [TestMethod]
    public void Pictures_are_cut_off_at_the_ends_of_their_range_only_when_they_leave_the_model()
    {
        using var scope = NewDisposeScope();
        RowBlock[] blocks = [new RowBlock(Form.Ending, 3)];
        var sums = tensor(new float[] { -1.5f, 0.5f, 7 }, [1, 3]);
        Assert.IsTrue(RowFunctions.Apply(sums, blocks).allclose(sums), "in training their slope must not end there");
        Assert.IsTrue(RowFunctions.Apply(sums, blocks, hard: true).allclose(tensor(new float[] { -1, 0.5f, 1 }, [1, 3])));
    }

    private static LaplacianGeneratorNetwork Generator() => (LaplacianGeneratorNetwork)GanNetworks.Generator(
        new GeneratorArchitecture([new RowBlock(Form.Ending, 576)], 7, 2, [5], true, Shape, Growing: Form));

    private static Tensor Level(Tensor shown, int level) => shown.narrow(1, Starts[level], Starts[level + 1] - Starts[level]);

    private static Tensor Classes(long rows) => nn.functional.one_hot(arange(rows, dtype: int64).remainder(2), 2).to(float32);
}
