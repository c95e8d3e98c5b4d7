namespace DeepML.CommandLine.Tests;

/// <summary>How a run of the tool has ended, and what it has written.</summary>
internal sealed record ToolRun(int Code, string Output, string Error)
{
    /// <summary>The lines that were asked for.</summary>
    public string[] Lines => Output.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries);

    /// <summary>A test fails if the run did not end well.</summary>
    public ToolRun Succeeds()
    {
        Assert.AreEqual(0, Code, Error + Output);
        return this;
    }

    /// <summary>A test fails if the run did not end with a code and an error that says something, and no stack trace.</summary>
    public ToolRun Fails(int code, params string[] says)
    {
        Assert.AreEqual(code, Code, Error + Output);
        foreach (var part in says)
            StringAssert.Contains(Error, part);
        Assert.DoesNotContain("   at ", Error);
        return this;
    }
}
