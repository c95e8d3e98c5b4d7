using System.Text;
using DeepML.Workout;
using static TorchSharp.torch;

namespace DeepML.Data.Tests;

[TestClass]
public sealed class ContentHashTests
{
    [TestMethod]
    public void It_is_written_as_sixteen_hexadecimal_digits_and_stays_what_it_was()
    {
        Assert.AreEqual("2d06800538d394c2", new ContentHash().ToString(), "XXH3 of nothing, as its authors give it");
        Assert.AreEqual("78af5f94892f3950", OfText("abc"), "XXH3 of abc");
    }

    [TestMethod]
    public void It_depends_on_every_number_and_on_their_order()
    {
        Assert.AreNotEqual(Of(1, 2, 3), Of(1, 3, 2));
        Assert.AreNotEqual(Of(1, 2, 3), Of(1, 2, 3, 0));
        Assert.AreNotEqual(Of(0), Of(-0f), "bits, not values");
        Assert.AreEqual(Of(float.NaN), Of(float.NaN));
    }

    [TestMethod]
    public void Parts_give_what_the_whole_gives()
    {
        var hash = new ContentHash();
        hash.Add<float>([1, 2]);
        hash.Add<float>([3]);
        Assert.AreEqual(Of(1, 2, 3), hash.ToString());
    }

    [TestMethod]
    public void A_tensor_is_known_by_shape_and_content()
    {
        using var scope = NewDisposeScope();
        var flat = arange(6).to(ScalarType.Float32);
        Assert.AreNotEqual(Of(flat), Of(flat.reshape(2, 3)));
        Assert.AreNotEqual(Of(flat.reshape(3, 2)), Of(flat.reshape(2, 3)));
        Assert.AreEqual(Of(flat.reshape(2, 3)), Of(flat.clone().reshape(2, 3)));
        Assert.AreEqual(Of(zeros(0, 3)), Of(zeros(0, 3)));
    }

    [TestMethod]
    public void A_view_of_a_tensor_is_its_own_numbers_in_their_order()
    {
        using var scope = NewDisposeScope();
        var whole = arange(12).to(ScalarType.Float32).reshape(3, 4);
        Assert.AreEqual(Of(tensor(new float[] { 4, 5, 6, 7, 8, 9, 10, 11 }, [2, 4])), Of(whole.narrow(0, 1, 2)));
        Assert.AreEqual(Of(tensor(new float[] { 2, 6, 10 })), Of(whole.select(1, 2)));
        Assert.AreEqual(Of(whole.t().clone()), Of(whole.t()));
        Assert.AreNotEqual(Of(whole), Of(whole.t().reshape(3, 4)));
    }

    [TestMethod]
    public void Hashing_leaves_no_tensor_behind()
    {
        using var numbers = rand(10);
        var before = LiveTensors.Count();
        Of(numbers);
        Assert.AreEqual(before, Tensor.TotalCount);
    }

    [TestMethod]
    public void The_identity_of_rows_does_not_depend_on_where_batches_end()
    {
        using var one = new InMemoryBatches(arange(5000).to(ScalarType.Float32).DetachFromDisposeScope());
        using var same = new InMemoryBatches(arange(5000).to(ScalarType.Float32).DetachFromDisposeScope());
        using var other = new InMemoryBatches(arange(5000).to(ScalarType.Float32).DetachFromDisposeScope());
        other.Rows.Features[4999] = tensor(0f);
        Assert.AreEqual(new RowsIdentity(5000, RowsIdentity.Of(one).Content), RowsIdentity.Of(same));
        Assert.AreNotEqual(RowsIdentity.Of(one), RowsIdentity.Of(other), "the very last row counts");
    }

    [TestMethod]
    public void Targets_are_part_of_the_identity()
    {
        using var rows = new InMemoryBatches(tensor(new float[] { 1, 2 }), tensor(new float[] { 3, 4 }));
        using var otherTargets = new InMemoryBatches(tensor(new float[] { 1, 2 }), tensor(new float[] { 3, 5 }));
        using var without = new InMemoryBatches(tensor(new float[] { 1, 2 }));
        Assert.HasCount(3, new[] { rows, otherTargets, without }.Select(RowsIdentity.Of).Distinct().ToArray());
    }

    private static string OfText(string text)
    {
        var hash = new ContentHash();
        hash.Add(new MemoryStream(Encoding.UTF8.GetBytes(text)));
        return hash.ToString();
    }

    private static string Of(params float[] numbers)
    {
        var hash = new ContentHash();
        hash.Add<float>(numbers);
        return hash.ToString();
    }

    private static string Of(Tensor values)
    {
        var hash = new ContentHash();
        hash.Add(values);
        return hash.ToString();
    }
}
