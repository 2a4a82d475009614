namespace Capstan.Core.Stacks;

/// <summary>How a line of the access log is written.</summary>
public enum AccessLogFormat
{
    /// <summary>One JSON object a line.</summary>
    Json,

    /// <summary>The common log format of NCSA httpd.</summary>
    Common,
}
