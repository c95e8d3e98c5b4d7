using DeepML.Data;
using DeepML.Networks;

namespace DeepML.Estimators;

/// <summary>What rows of several domains are to a fit that makes these alike.</summary>
/// <param name="Confusion">What is done with the domains.</param>
/// <param name="Count">How many the training rows have.</param>
/// <param name="Labelled">The rows with a label, on which the network is measured.</param>
internal sealed record DomainRows(DomainConfusion Confusion, int Count, FitRows Labelled)
{
    private const int PassRows = 4096;

    /// <summary>The column that says which domain a row is of.</summary>
    public static SizedColumn Column(DomainConfusion confusion) =>
        ScalarInput.Class(confusion.DomainColumnName, "domain", keepMissing: true);

    /// <summary>Looks at rows that were read.</summary>
    /// <param name="fit">Owns what is made.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="confusion">What is done with the domains.</param>
    /// <param name="label">Name of the label column.</param>
    /// <exception cref="InvalidOperationException">There are fewer than two domains, or no labels.</exception>
    public static DomainRows Of(FitSession fit, FitRows rows, DomainConfusion confusion, string label)
    {
        var domains = Domains(rows.Training);
        if (domains.Count < 2)
            throw new InvalidOperationException(
                $"Domain column '{confusion.DomainColumnName}' "
                    + (domains.Count == 0 ? "is missing in every training row" : "holds the same domain in every training row")
                    + "; at least two are needed to make them alike. Add rows of the other domain, without labels, or leave out "
                    + "DomainConfusion.");
        var labelled = fit.Own(FilteredBatches.Labelled(rows.Training));
        if (labelled.RowCount == 0)
            throw new InvalidOperationException(
                $"No training row has a label in column '{label}'; those of one domain must.");
        var heldOut = rows.Validation is null ? null : fit.Own(FilteredBatches.Labelled(rows.Validation));
        if (heldOut is { RowCount: 0 })
            throw new InvalidOperationException($"No validation row has a label in column '{label}'; at least one must.");
        return new DomainRows(confusion, (int)domains.Max + 1, rows with { Training = labelled, Validation = heldOut });
    }

    private static SortedSet<long> Domains(IBatchSource rows)
    {
        var domains = new SortedSet<long>();
        foreach (var batch in rows.Epoch(PassRows, shuffleSeed: null))
        {
            using var owned = batch;
            domains.UnionWith(batch[BatchMember.Domains].ReadAll<long>());
        }
        domains.Remove(-1); // not known
        return domains;
    }
}
