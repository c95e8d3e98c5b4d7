using DeepML.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Trainers.Tests.Optimizers;

/// <summary>Convolutions that answer with one pixel, of whose kernels training moves the taps above pixels alone.</summary>
[TestClass]
public sealed class TapGradientsTests
{
    private const int Filters = 4, Channels = 6;

    private static readonly Dictionary<string, TrainingOptions> Trainings = new()
    {
        ["gradient descent"] = new() { Optimizer = new GradientDescentOptimizer { Momentum = 0.9, Nesterov = true } },
        ["adam"] = new() { Optimizer = new AdamOptimizer() },
        ["nadam"] = new() { Optimizer = new NAdamOptimizer() },
        ["rmsprop"] = new() { Optimizer = new RmsPropOptimizer { Centered = true, Momentum = 0.5 } },
        ["adagrad"] = new() { Optimizer = new AdagradOptimizer() },
        ["lion"] = new() { Optimizer = new LionOptimizer() },
        ["rprop"] = new() { Optimizer = new RpropOptimizer() },
        ["delta bar delta"] = new() { Optimizer = new DeltaBarDeltaOptimizer() },
        ["adamw with decay"] = new() { Optimizer = new AdamWOptimizer(), WeightDecay = 0.1 },
        ["decay"] = new() { WeightDecay = 0.1 },
        ["signs"] = new() { L1 = 0.01 },
        ["clipped"] = new() { GradientClipNorm = 0.01 },
        ["short"] = new() { MaximumWeightNorm = 0.1 },
        ["accumulated"] = new() { GradientAccumulation = 2 },
    };

    public static IEnumerable<object[]> Names => Trainings.Keys.Select(name => new object[] { name });

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Weights_move_as_by_the_gradients_of_all_taps(string name)
    {
        using var scope = NewDisposeScope();
        var options = Trainings[name] with { LearningRate = 0.01 };
        var (whole, taps) = (Trained(options, side: 1, _ => false), Trained(options, side: 1, _ => true));
        Assert.IsTrue(whole.allclose(taps, 1e-5, 1e-7));
        (whole, taps) = (Trained(options, side: 2, _ => false), Trained(options, side: 2, _ => true));
        Assert.IsTrue(whole.allclose(taps, 1e-5, 1e-7));
    }

    [TestMethod]
    public void Passes_of_all_taps_and_of_some_may_follow_one_another()
    {
        using var scope = NewDisposeScope();
        var options = new TrainingOptions { LearningRate = 0.01 };
        var whole = Trained(options, side: 1, _ => false);
        Assert.IsTrue(whole.allclose(Trained(options, side: 1, step => step < 2), 1e-5, 1e-7));
        Assert.IsTrue(whole.allclose(Trained(options, side: 1, step => step % 2 == 1), 1e-5, 1e-7));
    }

    [TestMethod]
    public void Another_convolution_may_go_on_with_some_taps_where_one_begins_to_pass_all()
    {
        using var scope = NewDisposeScope();
        Tensor After(bool tapsFirst, Func<int, bool> firstByProduct, bool secondByProduct)
        {
            Conv2d[] convolutions = [Begun(side: 1).Convolution, Begun(side: 1).Convolution];
            var pictures = Begun(side: 1).Pictures;
            Parameter[] weights = [.. convolutions.Select(convolution => convolution.weight!)];
            using var update = new WeightUpdate(tapsFirst ? weights : weights.Reverse(), new TrainingOptions { LearningRate = 0.01 });
            for (var step = 0; step < 6; step++)
            {
                var first = firstByProduct(step) ? PixelProduct.Of(convolutions[0], pictures) : convolutions[0].call(pictures);
                var second = secondByProduct ? PixelProduct.Of(convolutions[1], pictures.neg()) : convolutions[1].call(pictures.neg());
                Minimize(update, first.Plus(second), step);
            }
            return stack([.. weights.Select(weight => weight.detach())]);
        }
        var whole = After(true, _ => false, false);
        Assert.IsTrue(whole.allclose(After(true, step => step < 3, true), 1e-5, 1e-7));
        Assert.IsTrue(whole.allclose(After(false, step => step < 3, true), 1e-5, 1e-7));
    }

    [TestMethod]
    public void One_pass_of_each_kind_in_a_step_counts_both()
    {
        using var scope = NewDisposeScope();
        var options = new TrainingOptions { LearningRate = 0.01, Optimizer = new GradientDescentOptimizer() };
        Tensor After(Func<Conv2d, Tensor, Tensor> second)
        {
            var (convolution, pictures) = Begun(side: 1);
            using var update = new WeightUpdate([convolution.weight!], options);
            update.Minimize(PixelProduct.Of(convolution, pictures).sum().Plus(second(convolution, pictures).sin().sum()));
            return convolution.weight!.detach().clone();
        }
        Assert.IsTrue(After((convolution, read) => convolution.call(read)).allclose(After(PixelProduct.Of), 1e-5, 1e-7));
    }

    [TestMethod]
    public void Of_taps_that_no_picture_reaches_nothing_is_remembered()
    {
        using var scope = NewDisposeScope();
        var (convolution, pictures) = Begun(side: 1);
        using var update = new WeightUpdate([convolution.weight!], new TrainingOptions { LearningRate = 0.01 });
        update.Minimize(PixelProduct.Of(convolution, pictures).sin().sum());
        Assert.IsNull(convolution.weight!.grad, "of the whole weight there is no gradient");
        Assert.AreEqual(2 * Math.Ceiling(Filters * Channels / 16.0) * 16, update.Memory.Blocks.Single().numel(), "two numbers a tap");
        var whole = update.Memory.WholeBlocks().Single();
        Assert.AreEqual(Filters * Channels * 9 * 2 / 9, whole.count_nonzero().Read<long>());
    }

    [TestMethod]
    public void What_is_remembered_goes_through_copies_and_files_unchanged()
    {
        using var scope = NewDisposeScope();
        var options = new TrainingOptions { LearningRate = 0.01 };
        var expected = Trained(options, side: 1, _ => true);
        var (convolution, pictures) = Begun(side: 1);
        using var first = new WeightUpdate([convolution.weight!], options);
        Step(first, convolution, pictures, 0, 2);
        using var copy = new OptimizerMemory(first.Parameters, first.Memory.Kinds);
        copy.Take(first.Memory);
        var weights = convolution.weight!.detach().clone();
        Step(first, convolution, pictures, 2, 2);
        first.Memory.Take(copy); // back to where it was
        using (no_grad())
            convolution.weight!.copy_(weights);
        Step(first, convolution, pictures, 2, 1);

        var file = first.Memory.WholeBlocks().Select(block => block.clone()).ToArray();
        first.Dispose();
        using var second = new WeightUpdate([convolution.weight!], options);
        second.Memory.Clear();
        second.Memory.Steps[0] = 3;
        foreach (var (block, numbers) in second.Memory.Blocks.Zip(file))
            block.copy_(numbers);
        Step(second, convolution, pictures, 3, 3);
        Assert.IsTrue(expected.equal(convolution.weight!).all().Read<bool>(), "bit for bit");
        Assert.AreEqual(new TapWindow(3, 3, 1, 1, 1, 1), second.Memory.Window(0));
    }

    [TestMethod]
    public void A_memory_copied_before_the_first_step_takes_it_back()
    {
        using var scope = NewDisposeScope();
        var (convolution, pictures) = Begun(side: 1);
        using var update = new WeightUpdate([convolution.weight!], new TrainingOptions { LearningRate = 0.01 });
        using var copy = new OptimizerMemory(update.Parameters, update.Memory.Kinds);
        copy.Take(update.Memory);
        Step(update, convolution, pictures, 0, 1);
        update.Memory.Take(copy);
        Assert.AreEqual(0, update.Memory.Steps[0]);
        Assert.IsFalse(update.Memory.HasBegun);
        Assert.AreEqual(0, update.Memory.Blocks.Single().count_nonzero().Read<long>());
    }

    // Six steps; which of them go by the product of the taps alone.
    private static Tensor Trained(TrainingOptions options, int side, Func<int, bool> byProduct)
    {
        var (convolution, pictures) = Begun(side);
        using var update = new WeightUpdate([convolution.weight!], options);
        for (var step = 0; step < 6; step++)
            Minimize(update, byProduct(step) ? PixelProduct.Of(convolution, pictures) : convolution.call(pictures), step);
        return convolution.weight!.detach().clone();
    }

    private static void Step(WeightUpdate update, Conv2d convolution, Tensor pictures, int first, int count)
    {
        for (var step = first; step < first + count; step++)
            Minimize(update, PixelProduct.Of(convolution, pictures), step);
    }

    private static void Minimize(WeightUpdate update, Tensor answer, int step) =>
        update.Minimize(answer.Plus(ones_like(answer), step).sin().sum(), rows: 8);

    private static (Conv2d Convolution, Tensor Pictures) Begun(int side)
    {
        manual_seed(1);
        return (Conv2d(Channels, Filters, 3, stride: side, padding: 1, bias: false), randn(8, Channels, side, side));
    }
}
