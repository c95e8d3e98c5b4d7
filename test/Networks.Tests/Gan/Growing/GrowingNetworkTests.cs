using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Gan;

/// <summary>The players of growing pictures: progressive, and in styles.</summary>
[TestClass]
public sealed class GrowingNetworkTests
{
    private static readonly GrowingGenerator[] Forms = [new ProgressiveGenerator { Filters = 2 }, new StyleGenerator { Filters = 2 }];

    public static IEnumerable<object[]> Cases =>
        from form in Forms
        from size in new[] { (1, 28, 28), (3, 8, 16), (1, 2, 6), (1, 6, 6) }
        from conditioning in Enum.GetValues<GanConditioning>()
        select new object[] { form, size.Item1, size.Item2, size.Item3, conditioning };

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Pictures_of_any_growth_have_full_size_and_are_judged(
        GrowingGenerator form, int channels, int height, int width, GanConditioning conditioning)
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        var shape = new PictureShape(channels, height, width, form.Filters);
        using var generator = Generator(form, shape);
        using var discriminator = GanNetworks.Discriminator(new DiscriminatorArchitecture(
            channels * height * width, 2, [], conditioning, 2, false, false, 0.1, shape, form));
        generator.eval();
        discriminator.eval();
        foreach (var doublings in Enumerable.Range(0, (2 * shape.Halvings) + 1).Select(half => half / 2.0))
        {
            ((IGrowing)generator).Growth = ((IGrowing)discriminator).Growth = Growth.Of(doublings);
            var made = generator.call(randn(4, 3), Classes(4));
            CollectionAssert.AreEqual(new long[] { 4, channels * height * width }, made.shape);
            CollectionAssert.AreEqual(new long[] { 2, 1 }, discriminator.call(made, Classes(4)).shape);
            var square = 1 << (shape.Halvings - Growth.Of(doublings).Visible);
            var pictures = made.reshape(4, channels, height, width);
            Assert.IsTrue(
                GrowingPictures.Enlarged(ImageResampling.Smaller(pictures, square), square).allclose(pictures, 1e-4, 1e-4),
                $"squares of {square} pixels are of one colour");
        }
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    public void The_next_size_fades_in_evenly(int form)
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        using var generator = Generator(Forms[form], new PictureShape(1, 16, 16, 2));
        generator.eval();
        var (noise, classes) = (randn(3, 3), Classes(3));
        Tensor At(double doublings)
        {
            ((IGrowing)generator).Growth = Growth.Of(doublings);
            return generator.call(noise, classes);
        }
        var (small, large) = (At(1), At(2));
        Assert.IsFalse(small.allclose(large));
        Assert.IsTrue(At(1.25).allclose((0.75 * small) + (0.25 * large), 1e-4, 1e-4));
    }

    [TestMethod]
    public void A_discriminator_sees_the_next_size_more_and_more()
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        using var judge = Judge();
        judge.eval();
        var rows = randn(4, 256);
        Tensor At(double doublings)
        {
            ((IGrowing)judge).Growth = Growth.Of(doublings);
            return judge.call(rows, Classes(4));
        }
        var (before, after) = (At(1), At(2));
        Assert.IsTrue(At(1.001).allclose(before, 0.05, 0.02), "no jump at the beginning");
        Assert.IsTrue(At(1.999).allclose(after, 0.05, 0.02), "and none at the end");
        Assert.IsFalse(before.allclose(after, 0.05, 0.02));
    }

    [TestMethod]
    public void A_discriminator_is_told_how_alike_the_pictures_of_a_batch_are()
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        using var judge = Judge();
        judge.eval();
        var one = randn(1, 256);
        var among = judge.call(cat([one, randn(3, 256)]), Classes(4))[0];
        var alike = judge.call(one.expand(4, 256), Classes(1).expand(4, 2))[0];
        Assert.IsFalse(among.allclose(alike, 1e-3, 1e-3), "the same picture is judged otherwise among copies of itself");
    }

    [TestMethod]
    [DataRow(GanConditioning.Projection)]
    [DataRow(GanConditioning.Concatenation)]
    public void A_discriminator_judges_a_picture_by_its_class(GanConditioning conditioning)
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        using var judge = Judge(conditioning);
        judge.eval();
        var rows = randn(1, 256).expand(2, 256);
        var answers = judge.call(rows, Classes(2));
        Assert.IsFalse(answers[0].allclose(answers[1], 1e-3, 1e-3));
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    public void Noise_and_class_both_change_a_picture(int form)
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        manual_seed(2);
        using var generator = Generator(Forms[form], new PictureShape(1, 8, 8, 2));
        generator.eval();
        var (noise, classes) = (randn(1, 3).expand(2, 3), Classes(2));
        var byClass = generator.call(noise, classes);
        Assert.IsGreaterThan(0.01f, (byClass[0] - byClass[1]).abs().mean().item<float>());
        var byNoise = generator.call(randn(2, 3), classes.narrow(0, 0, 1).expand(2, 2));
        Assert.IsGreaterThan(0.01f, (byNoise[0] - byNoise[1]).abs().mean().item<float>());
    }

    [TestMethod]
    public void Layers_of_sizes_that_are_not_grown_to_get_no_gradient()
    {
        using var scope = NewDisposeScope();
        using var judge = Judge();
        ((IGrowing)judge).Growth = Growth.Whole(1);
        judge.call(randn(4, 256), Classes(4)).sum().backward();
        string[] others = ["pictures.0.", "pictures.2.", "halvings.1."];
        foreach (var (name, parameter) in judge.named_parameters())
            Assert.AreEqual(!others.Any(other => name.StartsWith(other, StringComparison.Ordinal)), parameter.grad is not null, name);
    }

    private static nn.Module<Tensor, Tensor, Tensor> Generator(GrowingGenerator form, PictureShape shape)
    {
        var generator = GanNetworks.Generator(new GeneratorArchitecture(
            [new RowBlock(RowBlockKind.Bounded, shape.Channels * shape.Height * shape.Width)], 3, 2, [], false, shape, Growing: form));
        ((IGrowing)generator).Growth = Growth.Whole(shape.Halvings);
        return generator;
    }

    private static nn.Module<Tensor, Tensor, Tensor> Judge(GanConditioning conditioning = GanConditioning.Projection)
    {
        manual_seed(1);
        var judge = GanNetworks.Discriminator(new DiscriminatorArchitecture(
            256, 2, [], conditioning, 1, false, false, 0, new PictureShape(1, 16, 16, 2), Forms[0]));
        ((IGrowing)judge).Growth = Growth.Whole(2);
        return judge;
    }

    private static Tensor Classes(long rows) => nn.functional.one_hot(arange(rows, dtype: int64).remainder(2), 2).to(float32);
}
