namespace TorchSharp;

public sealed class DisposeScope : IDisposable
{
    readonly DisposeScopeManager _manager;
    HashSet<IDisposable>? _members = new(ReferenceEqualityComparer.Instance);

    internal DisposeScope(DisposeScopeManager manager, DisposeScope? outer) => (_manager, OuterScope) = (manager, outer);

    internal DisposeScope? OuterScope { get; set; }

    HashSet<IDisposable> Members => _members ?? throw new ObjectDisposedException(nameof(DisposeScope));

    public int DisposablesCount => Members.Count;
    public IReadOnlyList<IDisposable> DisposablesView => [.. Members];
    public bool Contains(IDisposable disposable) => Members.Contains(disposable);

    internal void Adopt(torch.Tensor tensor)
    {
        tensor.OwningDisposeScope = this;
        Members.Add(tensor);
    }

    public T MoveToOuter<T>(T disposable) where T : IDisposable
    {
        Move(disposable, OuterScope);
        return disposable;
    }

    public (T1 first, T2 second) MoveToOuter<T1, T2>(T1 first, T2 second) where T1 : IDisposable where T2 : IDisposable =>
        (MoveToOuter(first), MoveToOuter(second));

    public (T1 first, T2 second, T3 third) MoveToOuter<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable => (MoveToOuter(first), MoveToOuter(second), MoveToOuter(third));

    public void MoveToOuter(params IDisposable[] disposables) => MoveToOuter((IEnumerable<IDisposable>)disposables);

    public void MoveToOuter(IEnumerable<IDisposable> disposables)
    {
        foreach (var d in disposables) Move(d, OuterScope);
    }

    public T Detach<T>(T disposable) where T : IDisposable
    {
        Move(disposable, null);
        return disposable;
    }

    public (T1 first, T2 second) Detach<T1, T2>(T1 first, T2 second) where T1 : IDisposable where T2 : IDisposable => (Detach(first), Detach(second));

    public (T1 first, T2 second, T3 third) Detach<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable => (Detach(first), Detach(second), Detach(third));

    public void Detach(params IDisposable[] disposables) => Detach((IEnumerable<IDisposable>)disposables);

    public void Detach(IEnumerable<IDisposable> disposables)
    {
        foreach (var d in disposables) Move(d, null);
    }

    public T MoveToOther<T>(DisposeScope scope, T disposable) where T : IDisposable
    {
        Move(disposable, scope);
        return disposable;
    }

    public (T1 first, T2 second) MoveToOther<T1, T2>(DisposeScope scope, T1 first, T2 second) where T1 : IDisposable where T2 : IDisposable =>
        (MoveToOther(scope, first), MoveToOther(scope, second));

    public (T1 first, T2 second, T3 third) MoveToOther<T1, T2, T3>(DisposeScope scope, T1 first, T2 second, T3 third)
        where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable =>
        (MoveToOther(scope, first), MoveToOther(scope, second), MoveToOther(scope, third));

    public void MoveToOther(DisposeScope scope, params IDisposable[] disposables) => MoveToOther(scope, (IEnumerable<IDisposable>)disposables);

    public void MoveToOther(DisposeScope scope, IEnumerable<IDisposable> disposables)
    {
        foreach (var d in disposables) Move(d, scope);
    }

    // Items of other scopes, and null, are passed over.
    void Move(IDisposable disposable, DisposeScope? target)
    {
        if (disposable is null || !Members.Remove(disposable)) return;
        target?.Members.Add(disposable);
        if (target is null) _manager.StatisticsOfThread.DetachedFromScopeCount++;
        if (disposable is torch.Tensor t) t.OwningDisposeScope = target;
    }

    public void Attach(IDisposable disposable)
    {
        if (disposable is torch.Tensor t)
        {
            if (t.OwningDisposeScope is null && !t.IsInvalid) _manager.StatisticsOfThread.DetachedFromScopeCount--;
            t.OwningDisposeScope = this;
        }
        Members.Add(disposable);
    }

    public void Attach(params IDisposable[] disposables) => Attach((IEnumerable<IDisposable>)disposables);

    public IReadOnlyList<IDisposable> Attach(IEnumerable<IDisposable> disposables)
    {
        var all = disposables as IReadOnlyList<IDisposable> ?? [.. disposables];
        foreach (var d in all) Attach(d);
        return all;
    }

    public void DisposeEverything() => DisposeEverythingBut([]);

    public void DisposeEverythingBut(IEnumerable<IDisposable> inKeep)
    {
        var keep = inKeep as HashSet<IDisposable> ?? [.. inKeep];
        var old = Members;
        _members = new(ReferenceEqualityComparer.Instance);
        foreach (var d in old)
        {
            if (keep.Contains(d, ReferenceEqualityComparer.Instance)) _members.Add(d);
            else DisposeMember(d);
        }
    }

    public void DisposeEverythingBut(params IDisposable[] keep) => DisposeEverythingBut((IEnumerable<IDisposable>)keep);

    public T DisposeEverythingBut<T>(T keep) where T : IDisposable
    {
        DisposeEverythingBut([keep]);
        return keep;
    }

    public (T1 first, T2 second) DisposeEverythingBut<T1, T2>(T1 first, T2 second) where T1 : IDisposable where T2 : IDisposable
    {
        DisposeEverythingBut([first, second]);
        return (first, second);
    }

    public (T1 first, T2 second, T3 third) DisposeEverythingBut<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable
    {
        DisposeEverythingBut([first, second, third]);
        return (first, second, third);
    }

    public void MarkAsDisposed(IDisposable disposable)
    {
        if (_members is null) return;
        _manager.StatisticsOfThread.DisposedInScopeCount++;
        _members.Remove(disposable);
        if (disposable is torch.Tensor t) t.OwningDisposeScope = null;
    }

    public void Dispose()
    {
        if (_members is not { } members) return;
        _manager.Remove(this);
        _members = null;
        foreach (var d in members) DisposeMember(d);
    }

    void DisposeMember(IDisposable disposable)
    {
        if (disposable is torch.Tensor t)
        {
            _manager.StatisticsOfThread.DisposedInScopeCount++;
            t.OwningDisposeScope = null;
        }
        disposable.Dispose();
    }
}
