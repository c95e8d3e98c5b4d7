using Microsoft.ML.Data;

namespace DeepML.Compat.MicrosoftML.Tests;

[TestClass]
public class VBufferTests
{
    private static VBuffer<float> Sparse() => new(5, 2, [1f, 2f, 99f], [1, 4, 99]);

    [TestMethod]
    public void Sparse_and_dense_vectors_show_their_explicit_values()
    {
        var sparse = Sparse();
        Assert.AreEqual(5, sparse.Length);
        Assert.IsFalse(sparse.IsDense);
        CollectionAssert.AreEqual(new[] { 1f, 2f }, sparse.GetValues().ToArray());
        CollectionAssert.AreEqual(new[] { 1, 4 }, sparse.GetIndices().ToArray());
        CollectionAssert.AreEqual(new[] { 0f, 1f, 0f, 0f, 2f }, sparse.DenseValues().ToArray());
        Assert.AreEqual(2, sparse.Items().Count());
        Assert.AreEqual(5, sparse.Items(true).Count());
        Assert.AreEqual(2f, sparse.GetItemOrDefault(4));
        Assert.AreEqual(0f, sparse.GetItemOrDefault(3));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Sparse().GetItemOrDefault(5));
        var dense = new VBuffer<float>(2, [1f, 2f, 3f]);
        Assert.IsTrue(dense.IsDense);
        Assert.AreEqual(0, dense.GetIndices().Length);
        Assert.AreEqual(2, dense.GetValues().Length);
        Assert.AreEqual(3, ((System.Collections.IEnumerable)dense).Cast<float>().Count(), "the enumerator shows the whole array behind the vector");
    }

    [TestMethod]
    public void Arrays_that_are_too_short_are_refused()
    {
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new VBuffer<float>(-1, []));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new VBuffer<float>(2, [1f]));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new VBuffer<float>(2, 3, [1f, 2, 3], [0, 1, 2]));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new VBuffer<float>(5, 2, [1f, 2], [0]));
    }

    [TestMethod]
    public void Copies_keep_density_and_share_nothing()
    {
        var copy = default(VBuffer<float>);
        Sparse().CopyTo(ref copy);
        Assert.IsFalse(copy.IsDense);
        CollectionAssert.AreEqual(new[] { 0f, 1f, 0f, 0f, 2f }, copy.DenseValues().ToArray());
        Sparse().CopyTo(ref copy, 1, 2);
        CollectionAssert.AreEqual(new[] { 1f, 0f }, copy.DenseValues().ToArray());
        Sparse().CopyToDense(ref copy);
        Assert.IsTrue(copy.IsDense);
        var source = new VBuffer<float>(2, [1f, 2f]);
        source.CopyTo(ref copy);
        copy = new VBuffer<float>(2, [7f, 8f]);
        Assert.AreEqual(1f, source.GetItemOrDefault(0));
        VBuffer<float>.Copy([1f, 2f, 3f], 1, ref copy, 2);
        CollectionAssert.AreEqual(new[] { 2f, 3f }, copy.GetValues().ToArray());
    }

    [TestMethod]
    public void Copying_to_a_span_fills_gaps_except_when_nothing_is_explicit()
    {
        var target = new float[7];
        Sparse().CopyTo(target, 1, -1f);
        CollectionAssert.AreEqual(new[] { 0f, -1f, 1f, -1f, -1f, 2f, 0f }, target);
        new VBuffer<float>(3, 0, [], []).CopyTo(target, 0, 9f);
        CollectionAssert.AreEqual(new[] { 0f, 0f, 0f }, target[..3], "with no explicit value the default given is ignored");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Sparse().CopyTo(new float[4]));
    }

    [TestMethod]
    public void An_editor_reuses_arrays_and_leaves_what_they_held()
    {
        var buffer = new VBuffer<float>(3, [1f, 2f, 3f]);
        var editor = VBufferEditor.Create(ref buffer, 2);
        Assert.IsFalse(editor.CreatedNewValues);
        Assert.AreEqual(1f, editor.Values[0]);
        editor.Values[0] = 5;
        buffer = editor.Commit();
        CollectionAssert.AreEqual(new[] { 5f, 2f }, buffer.GetValues().ToArray());

        editor = VBufferEditor.Create(ref buffer, 10, 4);
        Assert.IsTrue(editor.CreatedNewValues);
        Assert.IsTrue(editor.CreatedNewIndices);
        Assert.AreEqual(4, editor.Indices.Length);
        editor.Values[0] = 1;
        editor.Indices[0] = 7;
        buffer = editor.CommitTruncated(1);
        Assert.AreEqual(10, buffer.Length);
        Assert.AreEqual(1f, buffer.GetItemOrDefault(7));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() =>
        {
            var some = default(VBuffer<float>);
            VBufferEditor.Create(ref some, 2).CommitTruncated(3);
        });
    }
}
