using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Compat.TorchSharp.Tests;

[TestClass]
public class ScopeTests
{
    [TestMethod]
    public void Scope_disposes_its_members_and_only_those()
    {
        var outside = ones(2);
        Tensor inside, view;
        using (var scope = NewDisposeScope())
        {
            Assert.AreSame(scope, CurrentDisposeScope);
            inside = outside + 1;
            view = outside[0];
            Assert.AreEqual(2, scope.DisposablesCount);
            Assert.IsTrue(scope.Contains(view));
            Assert.IsFalse(scope.Contains(outside));
        }
        Assert.IsNull(CurrentDisposeScope);
        Assert.IsTrue(inside.IsInvalid && view.IsInvalid);
        Assert.IsFalse(outside.IsInvalid);
    }

    [TestMethod]
    public void Disposed_tensor_refuses_every_use()
    {
        var t = ones(2);
        t.Dispose();
        t.Dispose();
        Assert.ThrowsExactly<InvalidOperationException>(() => t.shape);
        Assert.ThrowsExactly<InvalidOperationException>(() => t.ToString());
        Assert.ThrowsExactly<InvalidOperationException>(() => t.sum());
        Assert.ThrowsExactly<InvalidOperationException>(() => ones(2) + t);
    }

    [TestMethod]
    public void Tensors_move_outwards_and_out_of_all_scopes()
    {
        using var outer = NewDisposeScope();
        Tensor moved, detached;
        using (NewDisposeScope())
        {
            moved = ones(1).MoveToOuterDisposeScope();
            detached = ones(1).DetachFromDisposeScope();
        }
        Assert.IsFalse(moved.IsInvalid);
        Assert.IsTrue(outer.Contains(moved));
        Assert.IsFalse(outer.Contains(detached));
        Assert.AreSame(moved, moved.MoveToOuterDisposeScope());
        Assert.IsFalse(outer.Contains(moved));
        outer.Dispose();
        Assert.IsFalse(moved.IsInvalid || detached.IsInvalid);
    }

    [TestMethod]
    public void Tensors_move_to_the_scope_of_another()
    {
        using var first = NewDisposeScope();
        var t = ones(1);
        using var second = NewDisposeScope();
        var u = ones(1);
        Assert.AreSame(u, u.MoveToOtherDisposeScope(t));
        Assert.IsTrue(first.Contains(u) && !second.Contains(u));
        var (x, y) = (ones(1), ones(1));
        second.MoveToOther(first, x, y);
        Assert.AreEqual(4, first.DisposablesCount);
        second.MoveToOuter(t);
        Assert.IsTrue(first.Contains(t), "items of other scopes stay where they are");
        var free = ones(1).DetachFromDisposeScope();
        free.MoveToOtherDisposeScope(first);
        Assert.IsTrue(first.Contains(free));
    }

    [TestMethod]
    public void Scopes_may_end_out_of_order()
    {
        var outer = NewDisposeScope();
        var inner = NewDisposeScope();
        var t = ones(1);
        outer.Dispose();
        Assert.AreSame(inner, CurrentDisposeScope);
        Assert.IsFalse(t.IsInvalid);
        inner.Dispose();
        Assert.IsNull(CurrentDisposeScope);
        Assert.IsTrue(t.IsInvalid);
        Assert.ThrowsExactly<ObjectDisposedException>(() => inner.DisposablesCount);
        Assert.ThrowsExactly<ObjectDisposedException>(() => inner.Attach(ones(1)));
        inner.Dispose();
    }

    [TestMethod]
    public void Kept_tensors_stay_in_the_scope_when_everything_else_goes()
    {
        using var scope = NewDisposeScope();
        Tensor a = ones(1), b = ones(1), c = ones(1);
        Assert.AreSame(b, scope.DisposeEverythingBut(b));
        Assert.IsTrue(a.IsInvalid && c.IsInvalid && !b.IsInvalid);
        Assert.AreEqual(1, scope.DisposablesCount);
        scope.DisposeEverything();
        Assert.IsTrue(b.IsInvalid);
        Assert.AreEqual(0, scope.DisposablesCount);
    }

    [TestMethod]
    public void Scopes_adopt_what_is_attached()
    {
        var t = ones(1);
        using (var scope = NewDisposeScope()) scope.Attach(t);
        Assert.IsTrue(t.IsInvalid);
    }

    [TestMethod]
    public void Wrapped_expression_leaves_only_its_result()
    {
        using var scope = NewDisposeScope();
        Tensor? temporary = null;
        var result = WrappedTensorDisposeScope(() => (temporary = ones(3)) * 2);
        Assert.IsTrue(temporary!.IsInvalid);
        Assert.AreEqual(6f, result.sum().item<float>());
        Assert.IsTrue(scope.Contains(result));
    }

    [TestMethod]
    public void Statistics_count_per_thread()
    {
        var statistics = DisposeScopeManager.Statistics;
        statistics.Reset();
        var outside = ones(1);
        using (var scope = NewDisposeScope())
        {
            var a = ones(1);
            var b = a + 1;
            _ = (a * b).DetachFromDisposeScope();
            a.Dispose();
            Assert.AreEqual(1, statistics.CreatedOutsideScopeCount);
            Assert.AreEqual(3, statistics.CreatedInScopeCount);
            Assert.AreEqual(1, statistics.DisposedInScopeCount);
            Assert.AreEqual(1, statistics.DetachedFromScopeCount);
            Assert.AreEqual(1, statistics.ThreadTotalLiveCount);
        }
        Assert.AreEqual(0, statistics.ThreadTotalLiveCount);
        long elsewhere = -1;
        var thread = new Thread(() => elsewhere = DisposeScopeManager.Statistics.CreatedInScopeCount);
        thread.Start();
        thread.Join();
        Assert.AreEqual(0, elsewhere);
    }

    [TestMethod]
    public void Scope_belongs_to_its_thread_but_tensors_may_be_detached_on_another()
    {
        using var scope = NewDisposeScope();
        var t = ones(1);
        DisposeScope? seen = scope;
        var thread = new Thread(() => { seen = CurrentDisposeScope; t.DetachFromDisposeScope(); });
        thread.Start();
        thread.Join();
        Assert.IsNull(seen);
        Assert.IsFalse(scope.Contains(t));
    }

    [TestMethod]
    public void Gradients_read_in_a_scope_go_with_it_and_stay_with_their_tensor()
    {
        var x = ones(2, requires_grad: true);
        Tensor read;
        using (NewDisposeScope())
        {
            x.sum().backward();
            read = x.grad!;
        }
        Assert.IsTrue(read.IsInvalid);
        Assert.AreEqual(2f, x.grad!.sum().item<float>());
    }

    [TestMethod]
    public void Forgotten_tensors_are_freed_by_the_garbage_collector()
    {
        static void Forget()
        {
            for (var i = 0; i < 100; i++) _ = ones(1);
        }
        var before = Tensor.TotalCount;
        Forget();
        Assert.IsGreaterThanOrEqualTo(before + 1, Tensor.PeakCount);
        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        Assert.IsLessThan(before + 100, Tensor.TotalCount);
    }
}
