using DeepML.Workout;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Translation;

/// <summary>Two networks that undo each other, and what networks of pictures say of their sizes and work.</summary>
[TestClass]
public sealed class CycleNetworkTests
{
    private readonly DisposeScope _scope = NewDisposeScope();

    [TestInitialize]
    public void Seed() => manual_seed(1);

    [TestCleanup]
    public void FreeTensors() => _scope.Dispose();

    [TestMethod]
    public void A_cycle_answers_with_the_network_that_goes_there()
    {
        using var cycle = HandWeights.Drawn(Cycle());
        cycle.eval();
        var pictures = rand(2, 1, 4, 6);
        TensorAssert.AreSame(cycle.There.call(pictures), cycle.call(pictures));
        CollectionAssert.AreEqual(new long[] { 2, 3, 4, 6 }, cycle.call(pictures).shape);
        CollectionAssert.AreEqual(new long[] { 2, 1, 4, 6 }, cycle.Back.call(cycle.call(pictures)).shape);
    }

    [TestMethod]
    public void Both_networks_are_saved_under_names_of_their_own()
    {
        using var cycle = Cycle();
        var names = HandWeights.Of(cycle).Keys.ToArray();
        Assert.IsTrue(names.All(name => name.StartsWith("there.", StringComparison.Ordinal)
            || name.StartsWith("back.", StringComparison.Ordinal)));
        Assert.AreEqual(names.Length / 2, names.Count(name => name.StartsWith("back.generator.", StringComparison.Ordinal)));
        Assert.AreSame(cycle.Architecture, ((IHasArchitecture)cycle).Architecture);
        Assert.AreSame(cycle.Architecture.Back, cycle.Back.Architecture);
    }

    [TestMethod]
    public void A_cycle_works_three_times_as_much_as_both_networks_once()
    {
        using var cycle = Cycle();
        var sample = zeros(1, 1, 4, 6);
        var generator = cycle.Architecture.There.Generator;
        Assert.AreEqual(
            3 * 24 * (generator.WorkPerPixel(1, 3, 1) + generator.WorkPerPixel(3, 1, 1)), cycle.MultiplicationsPerRow(sample), 1e-6);
    }

    [TestMethod]
    public void Work_of_larger_pictures_is_counted_at_the_size_that_layers_read()
    {
        var sample = zeros(1, 1, 8, 8); // a whole picture, which is made four times smaller to learn from
        ImageGenerator u = new UNetGenerator { Depth = 1, Filters = 2 };
        using var enlargedFirst = Network(new SuperResolutionTask(4), u);
        Assert.AreEqual(64 * u.WorkPerPixel(1, 1, 1), enlargedFirst.MultiplicationsPerRow(sample), 1e-6, "4 pixels, made 64");
        ImageGenerator residual = new ResidualGenerator { Blocks = 1, Filters = 2 };
        using var enlargedLast = Network(new SuperResolutionTask(4), residual);
        Assert.AreEqual(4 * residual.WorkPerPixel(1, 1, 4), enlargedLast.MultiplicationsPerRow(sample), 1e-6);
        using var translation = Network(new TranslationTask(1, ImageBase.None), u);
        Assert.AreEqual(64 * u.WorkPerPixel(1, 1, 1), translation.MultiplicationsPerRow(sample), 1e-6, "pairs are given whole");
    }

    [TestMethod]
    [DataRow(2, 2, 2)] // made twice as large first, sides of 4 are reached from 2
    [DataRow(2, 3, 4)] // three times as large: nothing in common
    [DataRow(3, 4, 2)]
    [DataRow(1, 4, 1)]
    public void Pictures_that_are_made_larger_first_fit_strides_sooner(int depth, int factor, int multiple)
    {
        var architecture = new TranslationArchitecture(new SuperResolutionTask(factor), new UNetGenerator { Depth = depth }, 1, 0, 0);
        Assert.AreEqual((factor, multiple), (architecture.ReadScale, architecture.Multiple));
        Assert.IsTrue(architecture.Fits(multiple, 3 * multiple));
        Assert.AreEqual(multiple == 1, architecture.Fits(multiple + 1, multiple));
        var residual = architecture with { Generator = new ResidualGenerator() };
        Assert.AreEqual((1, 1), (residual.ReadScale, residual.Multiple), "it makes them larger itself");
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(5)]
    [DataRow(6)]
    public void Odd_pictures_in_squares_of_any_size_come_out_as_whole(int size)
    {
        using var network = HandWeights.Drawn(
            Network(new TranslationTask(1, ImageBase.Input), new UNetGenerator { Depth = 1, Filters = 2 }));
        network.eval();
        var picture = rand(1, 1, 43, 27);
        TensorAssert.AreClose(network.Finished([picture], 0), network.Finished([picture], size), 1e-5);
    }

    [TestMethod]
    public void A_network_that_sees_the_whole_picture_is_never_cut_into_squares()
    {
        using var network = HandWeights.Drawn(Network(
            new TranslationTask(1, ImageBase.None), new UNetGenerator { Depth = 1, Filters = 2, GlobalFeatures = true }));
        var picture = rand(1, 1, 64, 64);
        TensorAssert.AreSame(network.Finished([picture], 0), network.Finished([picture], 4));
    }

    [TestMethod]
    public void What_layers_read_can_be_disturbed_without_the_picture_they_add_to()
    {
        using var network = Network(new TranslationTask(1, ImageBase.Input), new UNetGenerator { Depth = 1, Filters = 2 });
        var picture = rand(1, 1, 4, 4);
        Tensor? read = null;
        var made = network.Composed([picture], disturbed: seen =>
        {
            read = seen;
            return seen * 7;
        });
        TensorAssert.AreSame(picture, read!);
        TensorAssert.AreClose(picture, made, 1e-6, "a fresh network adds 0 whatever it reads");
        HandWeights.Drawn(network);
        var change = network.Composed([picture]) - network.Composed([picture], disturbed: seen => seen * 7);
        Assert.IsGreaterThan(0, change.abs().max().item<float>());
    }

    [TestMethod]
    public void A_kept_mean_is_saved_with_the_weights_but_not_learned()
    {
        using var network = new TranslationNetwork(new TranslationArchitecture(
            new TranslationTask(2, ImageBase.MeanPicture), new UNetGenerator { Depth = 1, Filters = 2 }, 1, 3, 5));
        CollectionAssert.AreEqual(new long[] { 2, 3, 5 }, network.state_dict()["mean"].shape);
        Assert.IsFalse(network.named_parameters().Any(parameter => parameter.name == "mean"));
        using var none = Network(new TranslationTask(1, ImageBase.None), new UNetGenerator { Depth = 1, Filters = 2 });
        Assert.IsNull(none.Mean);
    }

    [TestMethod]
    public void Answers_leave_no_tensors_behind()
    {
        using var network = Network(new SuperResolutionTask(2), new ResidualGenerator { Blocks = 1, Filters = 2 });
        network.eval();
        void Answer(int times)
        {
            using var gradientsOff = no_grad();
            using var picture = rand(1, 1, 20, 20);
            for (var i = 0; i < times; i++)
                network.Finished([picture], 4).Dispose();
        }
        LiveTensors.AreIndependentOfSteps(() => Answer(1), () => Answer(3));
    }

    private static TranslationNetwork Network(ImageTask task, ImageGenerator generator) =>
        new(new TranslationArchitecture(task, generator, 1, 0, 0));

    private static CycleNetwork Cycle()
    {
        var there = new TranslationArchitecture(
            new TranslationTask(3, ImageBase.Input), new UNetGenerator { Depth = 1, Filters = 2 }, 1, 0, 0);
        return new CycleNetwork(new CycleArchitecture(there, there with { Task = new TranslationTask(1, ImageBase.Input), Channels = 3 }));
    }
}
